import { limits } from './limits.ts'
import type { UploadFile } from './media.ts'
import type { MediaKind, MediaType, UploadRefusal } from './media-states.ts'

/** What a browser, or whoever sends, says of a file. */
type Claim = Pick<UploadFile, 'name' | 'contentType'>

const typesByExtension: Record<string, MediaType> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: 'image/heic',
  heif: 'image/heif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
}
const known = Object.values(typesByExtension)

export function kindOfType(type: string): MediaKind {
  return type.startsWith('video/') ? 'video' : 'photo'
}

/**
 * The type a file claims to have, or undefined for one that Kinkeep does not take. Browsers say nothing about
 * HEIC, so the extension counts where the type is silent. A claim only: the worker looks at the bytes.
 */
export function claimedType({ name, contentType }: Claim): MediaType | undefined {
  const type = contentType.toLowerCase().split(';')[0]?.trim()
  if (type === 'image/jpg') return 'image/jpeg'
  if (type && type !== 'application/octet-stream') return known.find((each) => each === type)
  return typesByExtension[name.split('.').at(-1)?.toLowerCase() ?? '']
}

/** Bytes that a file may have, by the kind that it claims. */
export function mostBytesOf(file: Claim): number {
  return kindOfType(claimedType(file) ?? '') === 'video' ? limits.videoBytes : limits.photoBytes
}

/**
 * Why a file may not be sent at all, as far as its claims tell. The server decides by it; a sender may ask it first,
 * and spare itself the reading.
 */
export function refusalOf(file: Claim & Pick<UploadFile, 'byteSize'>): UploadRefusal | undefined {
  if (file.byteSize === 0) return 'EMPTY'
  if (!claimedType(file)) return 'UNSUPPORTED_TYPE'
  if (file.byteSize > mostBytesOf(file)) return 'TOO_LARGE'
  return undefined
}
