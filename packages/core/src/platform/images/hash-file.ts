import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Bytes and SHA-256 (hex) of a file, a megabyte at a time. */
export async function hashFile(path: string) {
  const file = await open(path)
  try {
    const hash = createHash('sha256')
    const chunk = Buffer.allocUnsafe(1024 * 1024)
    let byteSize = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length)
      if (bytesRead === 0) break
      hash.update(chunk.subarray(0, bytesRead))
      byteSize += bytesRead
    }
    return { byteSize, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}
