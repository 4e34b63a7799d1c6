import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** The port of the Postgres that runs on a folder now, as its own postmaster.pid says; undefined when none does. */
export async function findRunningPort(folder: string): Promise<number | undefined> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined)
  // Process, folder, start, port, …, state: https://www.postgresql.org/docs/18/storage-file-layout.html
  const lines = text?.split('\n').map((line) => line.trim())
  const port = Number(lines?.[3])
  return lines?.[7] === 'ready' && Number.isInteger(port) ? port : undefined
}
