import { limits } from '@kinkeep/contracts/limits'
import { sha256 } from '@noble/hashes/sha2.js'
import { digest, toHex } from './digest.ts'

/** SHA-256 in hex of a file, and of each part in which it is sent; none of a file that is sent as a whole. */
export interface FileHashes {
  sha256: string
  parts: string[]
}

/**
 * Reads a file once, a part at a time, and answers its hashes: what is in memory never grows with the file.
 * `onRead` is told the bytes read so far. Rejects when the file cannot be read.
 */
export async function hashParts(file: Blob, onRead: (bytes: number) => void): Promise<FileHashes> {
  const { wholeUploadBytes, partBytes } = limits
  if (file.size <= wholeUploadBytes) {
    const bytes = await file.arrayBuffer()
    onRead(file.size)
    return { sha256: await digest(bytes), parts: [] }
  }
  // The browser's own SHA-256 is ten times as fast, but takes all bytes at once.
  const whole = sha256.create()
  const parts: string[] = []
  for (let start = 0; start < file.size; start += partBytes) {
    const bytes = await file.slice(start, start + partBytes).arrayBuffer()
    parts.push(await digest(bytes))
    whole.update(new Uint8Array(bytes))
    onRead(Math.min(start + partBytes, file.size))
  }
  return { sha256: toHex(whole.digest()), parts }
}
