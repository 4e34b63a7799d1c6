import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Part } from './lifetime.ts'

/** A folder that is removed with all it holds when it is stopped. */
export async function createThrowawayFolder(): Promise<Part & { path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-'))
  return { path: folder, stop: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) }
}
