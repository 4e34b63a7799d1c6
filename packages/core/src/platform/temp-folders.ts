import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addSeconds, systemClock } from './clock.ts'

const prefix = 'kinkeep-media-'

/** A folder that only this process's user can read. Whoever asked for it removes it. */
export function newTempFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), prefix))
}

/**
 * Removes folders untouched for so many seconds: a killed worker leaves a family's photo in its own. By the machine's
 * clock, whatever clock the rest goes by, because the machine dates its files.
 */
export async function sweepTempFolders(seconds: number): Promise<void> {
  const before = addSeconds(systemClock.now(), -seconds)
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = path.join(tmpdir(), name)
    // Its own worker may remove it meanwhile.
    const found = await lstat(folder).catch(() => undefined)
    if (found && found.mtime < before) await rm(folder, { recursive: true, force: true })
  }
}
