import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'

const patienceMs = 30_000

/**
 * Makes way for a Postgres on `folder`: one that outlived its launcher is shut down, and a postmaster.pid whose
 * process is gone, or is by now somebody else's, is removed. The caller holds the lock of the data folder.
 */
export async function endOrphan(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid')
  const content = await readFile(pidFile, 'utf8').catch(() => undefined)
  if (content === undefined) return
  const pid = Number(content.split('\n')[0])
  if (!(await isPostgresOn(folder, pid))) return rm(pidFile, { force: true })
  process.kill(pid, 'SIGINT')
  for (const until = Date.now() + patienceMs; await isPostgresOn(folder, pid); await sleep(50)) {
    if (Date.now() > until) throw new StartError(`A Postgres on ${folder} (process ${pid}) does not stop.`)
  }
}

/** Postgres works inside its data folder; where the system does not tell, a live process counts as one. */
async function isPostgresOn(folder: string, pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return cwd === (await realpath(folder))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
