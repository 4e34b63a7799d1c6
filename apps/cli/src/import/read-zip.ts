import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import type { FoundFile } from './found-file.ts'

/** Bytes of a sidecar that are read into memory. */
const textBytesMax = 1024 * 1024

/** Every file in a ZIP, ZIP64 too. Only its list is read; files are unpacked one at a time, when they are wanted. */
export async function readZip(file: string): Promise<{ files: FoundFile[]; close(): void }> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false })
  const files: FoundFile[] = []
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    const open = () => zip.openReadStreamPromise(entry)
    files.push({
      path: entry.fileName,
      byteSize: entry.uncompressedSize,
      modifiedAt: entry.getLastModDate(),
      async withFile(read) {
        const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-import-'))
        try {
          // The name in the archive never becomes a path of ours.
          const unpacked = path.join(folder, 'file')
          await pipeline(await open(), createWriteStream(unpacked))
          return await read(unpacked)
        } finally {
          await rm(folder, { recursive: true, force: true })
        }
      },
      async readText() {
        if (entry.uncompressedSize > textBytesMax) return ''
        return text(await open())
      },
    })
  }
  return { files, close: () => zip.close() }
}
