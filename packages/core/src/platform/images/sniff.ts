import type { PhotoType } from '@kinkeep/contracts/media-states'
import { fileTypeFromBuffer } from 'file-type'

/** As many bytes as `sniffPhotoType` wants to see. */
export const sniffBytes = 4100

/** What the bytes may say they are, and what Kinkeep calls it. Anything else is refused. */
const accepted: Readonly<Record<string, PhotoType>> = {
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
}

/**
 * The photo type that the first bytes of a file show, or null for everything Kinkeep does not read.
 * Neither name nor declared type is asked: both are the sender's word.
 */
export async function sniffPhotoType(head: Uint8Array): Promise<PhotoType | null> {
  const found = await fileTypeFromBuffer(head)
  const type = found && accepted[found.mime]
  if (!type) return null
  return type === 'image/heif' && hasBrand(head, 'avif') ? 'image/avif' : type
}

/** A `mif1` file says only "some HEIF"; the compatible brands say which. ISO/IEC 14496-12, 4.3. */
function hasBrand(head: Uint8Array, brand: string): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.length < 16) return false
  const end = Math.min(bytes.readUInt32BE(0), bytes.length)
  for (let at = 16; at + 4 <= end; at += 4) if (bytes.toString('latin1', at, at + 4) === brand) return true
  return false
}
