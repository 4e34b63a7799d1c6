import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/** Held until released, or until this process ends in whatever way: the system itself lets go then. */
export interface FileLock {
  release(): void
}

const sqliteBusy = 5
const retryMs = 200

/** Takes the lock that a file stands for; undefined when another process has it. */
export function tryLock(file: string): FileLock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('begin exclusive')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined
    throw error
  }
}

/** Takes the lock as soon as it is free. */
export async function lock(file: string, signal: AbortSignal): Promise<FileLock> {
  for (;;) {
    const taken = tryLock(file)
    if (taken) return taken
    await sleep(retryMs, undefined, { signal })
  }
}
