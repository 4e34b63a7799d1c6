import { open, readFile, writeFile } from 'node:fs/promises'
import { type MediaType, type PhotoType, photoTypes } from '@kinkeep/contracts/media-states'
import sharp, { type Metadata } from 'sharp'
import { instantInName } from './date-in-name.ts'
import {
  derive,
  derivePrint,
  deriveSquares,
  previewPixelsOfFile,
  previewPixelsOfHeic,
  turnPixels,
} from './derive.ts'
import { hashFile } from './hash-file.ts'
import { decodeHeicFile } from './heic.ts'
import { ImageFailure } from './image-failure.ts'
import { imageLimits } from './image-limits.ts'
import type { FileIdentity, ImageInput, ImageResult } from './image-result.ts'
import { readMetadata } from './metadata.ts'
import { sniffMediaType } from './sniff.ts'
import { chooseTakenDate } from './taken-date.ts'

/** What sharp must recognise for each type: a file whose parts disagree about what it is, is refused. */
const sharpFormats = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/tiff': 'tiff',
  'image/avif': 'heif',
  'image/heic': 'heif',
  'image/heif': 'heif',
} as const satisfies Record<PhotoType, string>

/** libvips hands out EXIF segments except a TIFF's own, which may stand at its end. */
const tiffMetadataBytes = 32 * 1024 * 1024

/**
 * One photo from hostile bytes to its derivatives. Runs in the child only.
 * @param onIdentified told before anything is decoded, so that it is known even if the decoder takes us down
 * @throws only for trouble of the machine, such as a missing input or a full disk
 */
export async function processImage(
  input: ImageInput,
  now: Date,
  onIdentified: (identity: FileIdentity) => void,
): Promise<ImageResult> {
  const bytes = await hashFile(input.inputPath)
  const mime = await sniffMediaType(input.inputPath)
  const identity = { ...bytes, mime }
  onIdentified(identity)
  try {
    if (bytes.byteSize === 0) throw new ImageFailure('EMPTY')
    if (!isPhotoType(mime)) throw new ImageFailure('UNSUPPORTED_TYPE')
    const { pixels, width, height, dates, place, contentId } = await decode(
      input.inputPath,
      mime,
      bytes.byteSize,
      input.purpose === 'print' ? input.longEdge : undefined,
    )
    const make = makers[input.purpose ?? 'photo']
    const { rotation = 0 } = input
    const { preview, thumbnail, thumbHash } = await make(await turnPixels(pixels, rotation)).catch(
      (error: unknown) => {
        throw ImageFailure.fromDecoder(error)
      },
    )
    await writeFile(input.previewPath, preview)
    await writeFile(input.thumbnailPath, thumbnail)
    return {
      status: 'ready',
      ...bytes,
      mime,
      ...(rotation % 180 === 0 ? { width, height } : { width: height, height: width }),
      thumbHash,
      taken: chooseTakenDate(dates, input.originalName, now),
      recordedAt: instantInName(input.originalName, now),
      place,
      contentId,
      previewBytes: preview.length,
      thumbnailBytes: thumbnail.length,
    }
  } catch (error) {
    if (error instanceof ImageFailure) return { status: 'failed', reason: error.reason, ...identity }
    throw error
  }
}

function isPhotoType(mime: MediaType | null): mime is PhotoType {
  return photoTypes.some((type) => type === mime)
}

const makers = { photo: derive, avatar: deriveSquares, print: derivePrint } as const

async function decode(path: string, mime: PhotoType, byteSize: number, edge?: number) {
  try {
    const header = await sharp(path, { limitInputPixels: false }).metadata()
    requireAcceptable(header, mime, byteSize)
    const exif = mime === 'image/tiff' ? await readStart(path, tiffMetadataBytes) : header.exif
    const { orientation, ...told } = readMetadata(exif, header.xmp)
    if (mime !== 'image/heic' && mime !== 'image/heif') {
      return { pixels: await previewPixelsOfFile(path, header, edge), ...header.autoOrient, ...told }
    }
    const heic = await decodeHeicFile(path, header)
    const pixels = await previewPixelsOfHeic(heic, header.icc, orientation, edge)
    // EXIF 5-8 lie on their side.
    const sideways = !heic.turned && orientation >= 5
    return {
      pixels,
      width: sideways ? heic.height : heic.width,
      height: sideways ? heic.width : heic.height,
      ...told,
    }
  } catch (error) {
    throw ImageFailure.fromDecoder(error)
  }
}

/** Every limit that a header can break, before anything is decoded: a bomb costs milliseconds. */
export function requireAcceptable(header: Metadata, mime: PhotoType, byteSize: number): void {
  if (header.format !== sharpFormats[mime]) throw new ImageFailure('UNSUPPORTED_TYPE')
  const pixels = header.width * header.height
  const frames = header.pages ?? 1
  if (pixels > imageLimits.pixels) throw new ImageFailure('TOO_MANY_PIXELS')
  if (frames > imageLimits.frames || frames * pixels > imageLimits.framePixels) {
    throw new ImageFailure('TOO_MANY_FRAMES')
  }
  const heic = mime === 'image/heic' || mime === 'image/heif'
  if (heic && byteSize > imageLimits.heicBytes) throw new ImageFailure('OUT_OF_MEMORY')
}

async function readStart(path: string, most: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size <= most) return await readFile(file)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
