import { access, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { tryLock } from '../file-lock.ts'

/** The demo's data lie beside a family's own and never in them. */
export function demoFolderOf(dataFolder: string): string {
  return `${dataFolder}-demo`
}

const doneMark = (folder: string) => path.join(folder, 'demo-is-filled.txt')

export async function isFilled(folder: string): Promise<boolean> {
  return exists(doneMark(folder))
}

export async function markFilled(folder: string): Promise<void> {
  await writeFile(doneMark(folder), 'The family is complete. Without this file the next demo begins anew.\n')
}

/** A demo that was interrupted while it was filled is removed, unless it is still at it. */
export async function removeUnfinished(folder: string): Promise<void> {
  const lockFile = path.join(folder, 'lock.sqlite')
  if ((await isFilled(folder)) || !(await exists(lockFile))) return
  const held = tryLock(lockFile)
  if (!held) return
  held.release()
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

function exists(name: string): Promise<boolean> {
  return access(name).then(
    () => true,
    () => false,
  )
}
