import { open } from 'node:fs/promises'
import type { MediaType } from '@kinkeep/contracts/media-states'
import { fileTypeFromFile } from 'file-type'

/** What the bytes may say they are, and what Kinkeep calls it. Anything else is refused. */
const accepted: Readonly<Record<string, MediaType>> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  'image/apng': 'image/png',
  'image/webp': 'image/webp',
  'image/gif': 'image/gif',
  'image/avif': 'image/avif',
  'image/heic': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif': 'image/heif',
  'image/heif-sequence': 'image/heif',
  'image/tiff': 'image/tiff',
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  // Phones of 2010 wrote this brand into what they called .mp4: the same boxes.
  'video/3gpp': 'video/mp4',
  'video/3gpp2': 'video/mp4',
  'video/quicktime': 'video/quicktime',
  'video/webm': 'video/webm',
}

/**
 * The photo or video type that a file's bytes show, or null for everything Kinkeep does not read.
 * Neither name nor declared type is asked: both are the sender's word. The whole file is at hand and not only its
 * start, because a TIFF may keep its directory at the end and a PNG a large profile before its pixels.
 */
export async function sniffMediaType(path: string): Promise<MediaType | null> {
  const found = await fileTypeFromFile(path)
  const head = await readHead(path)
  // A TIFF that lost its directory is a damaged photo and not an unknown file.
  if (!found) return /^(II\*\0|MM\0\*)/.test(head.toString('latin1', 0, 4)) ? 'image/tiff' : null
  const type = accepted[found.mime]
  return type === 'image/heif' && hasBrand(head, 'avif') ? 'image/avif' : (type ?? null)
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A `mif1` file says only "some HEIF"; the compatible brands say which. ISO/IEC 14496-12, 4.3. */
function hasBrand(head: Buffer, brand: string): boolean {
  if (head.length < 16) return false
  const end = Math.min(head.readUInt32BE(0), head.length)
  for (let at = 16; at + 4 <= end; at += 4) if (head.toString('latin1', at, at + 4) === brand) return true
  return false
}
