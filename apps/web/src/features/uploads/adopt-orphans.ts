import type { UploadDatabase } from './upload-database.ts'
import type { UploadFacts } from './upload-item.ts'

export interface AdoptOptions {
  database: Pick<UploadDatabase, 'owners' | 'adopt'>
  userId: string
  /** This tab's name among all tabs. */
  owner: string
  onAdopted: (facts: UploadFacts[]) => void
  signal: AbortSignal
}

const lockOf = (owner: string) => `kinkeep-uploads:${owner}`

/**
 * Takes over the files of tabs that are gone, one tab at a time: every tab holds a lock with its name as long as it
 * lives, and whoever gets the lock of another knows that it died. Answers when this tab's own lock is held.
 */
export async function adoptOrphans({
  database,
  userId,
  owner,
  onAdopted,
  signal,
}: AdoptOptions): Promise<void> {
  const adopt = async (from: string) => {
    const facts = await database.adopt(userId, from, owner)
    if (facts.length > 0 && !signal.aborted) onAdopted(facts)
  }
  // Typed as always there, but plain HTTP has none. Two tabs may then send a file twice: one upload still.
  const locks: LockManager | undefined = navigator.locks
  if (!locks) {
    for (const other of await database.owners(userId)) await adopt(other)
    return
  }

  await new Promise<void>((resolve) => {
    const untilAborted = () =>
      new Promise<void>((release) => {
        signal.addEventListener('abort', () => release(), { once: true })
        resolve()
      })
    void locks.request(lockOf(owner), untilAborted)
  })
  const watch = (other: string) => {
    if (other === owner) return
    locks.request(lockOf(other), { signal }, () => adopt(other)).catch(ignoreAbort)
  }
  const channel = new BroadcastChannel('kinkeep-uploads')
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') watch(data)
  }
  signal.addEventListener('abort', () => channel.close(), { once: true })
  channel.postMessage(owner)
  for (const other of await database.owners(userId)) watch(other)
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}
