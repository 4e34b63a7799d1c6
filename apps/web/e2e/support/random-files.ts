import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drawTurned } from '@kinkeep/testing/draw-photos'

export interface FilesOnDisk {
  folder: string
  paths: string[]
  /** SHA-256 in hex of each, in their order: the manifest against which what arrived is counted. */
  hashes: string[]
  remove: () => Promise<void>
}

/** Photos of a size, no two alike, as files: what follows a JPEG's end belongs to nobody and makes it as heavy as wanted. */
export async function writePhotos(count: number, bytes: number): Promise<FilesOnDisk> {
  return writeFiles(
    Array.from({ length: count }, (_, index) => `photo-${String(index).padStart(3, '0')}.jpg`),
    async (index) => {
      const photo = await drawTurned(1, '2025:07:12 10:00:00', index % 360)
      return Buffer.concat([photo, randomBytes(Math.max(16, bytes - photo.length))])
    },
  )
}

const modified = new Date('2025-07-12T10:00:00Z')

/** Writes files with what is made for each, one at a time; all are as old. */
export async function writeFiles(
  names: readonly string[],
  make: (index: number) => Promise<Buffer>,
): Promise<FilesOnDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-files-'))
  const paths: string[] = []
  const hashes: string[] = []
  for (const [index, name] of names.entries()) {
    const content = await make(index)
    paths.push(path.join(folder, name))
    hashes.push(createHash('sha256').update(content).digest('hex'))
    await writeFile(path.join(folder, name), content)
    await utimes(path.join(folder, name), modified, modified)
  }
  return { folder, paths, hashes, remove: () => rm(folder, { recursive: true }) }
}
