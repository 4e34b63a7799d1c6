import { readFile, stat, writeFile } from 'node:fs/promises'
import type { PhotoType } from '@kinkeep/contracts/media-states'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { decodeHeicFile } from './heic.ts'
import { ImageFailure } from './image-failure.ts'
import { imageLimits } from './image-limits.ts'
import type { ImageFailureReason } from './image-result.ts'
import { readMetadata } from './metadata.ts'
import { turnedOrientation } from './orientation.ts'
import { requireAcceptable } from './process-image.ts'
import { stripJpeg } from './strip-jpeg.ts'
import { stripPng } from './strip-png.ts'
import { stripWebp } from './strip-webp.ts'
import { tiffWithProfile } from './tiff-with-profile.ts'

/** A photo to be given away: paths on this machine. */
export interface CleanInput {
  inputPath: string
  /** Written only when the answer is `cleaned`. */
  cleanPath: string
  /** As it was found in the bytes when the photo was processed. */
  mime: PhotoType
  /** By how much a person turned it, clockwise, on top of what the file says. */
  rotation: number
}

export type CleanResult =
  | { status: 'cleaned'; contentType: PhotoType; byteSize: number }
  | { status: 'failed'; reason: ImageFailureReason }

/** Of what is given away the picture is not coded anew, where its format lets the rest be cut off. */
const strippers: Partial<Record<PhotoType, (file: Buffer, orientation: number) => Buffer | undefined>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
}

/** What transparent pixels show in a JPEG. */
const background = '#ffffff'

const reading = { failOn: 'error', limitInputPixels: imageLimits.pixels } as const

/**
 * A photo without what its camera and its owner wrote into it: place, names, serial numbers, thumbnails. Formats that
 * nobody takes apart become a JPEG in full size. Why: docs/decisions/0091-what-is-taken-along-is-clean.md
 * Runs in the child only. Throws only for trouble of the machine.
 */
export async function cleanImage(input: CleanInput): Promise<CleanResult> {
  const { inputPath, cleanPath, mime } = input
  const { size } = await stat(inputPath)
  try {
    const header = await sharp(inputPath, { limitInputPixels: false }).metadata()
    requireAcceptable(header, mime, size)
    const stripped = await strip(input, header)
    const file = stripped ?? (await drawAnew(input, header))
    await writeFile(cleanPath, file)
    return { status: 'cleaned', contentType: stripped ? mime : 'image/jpeg', byteSize: file.length }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error
    return { status: 'failed', reason: ImageFailure.fromDecoder(error).reason }
  }
}

async function strip(
  { inputPath, mime, rotation }: CleanInput,
  header: Metadata,
): Promise<Buffer | undefined> {
  const stripper = strippers[mime]
  if (!stripper) return undefined
  return stripper(await readFile(inputPath), turnedOrientation(header.orientation ?? 1, rotation))
}

async function drawAnew({ inputPath, mime, rotation }: CleanInput, header: Metadata): Promise<Buffer> {
  const isHeic = mime === 'image/heic' || mime === 'image/heif'
  const picture = isHeic ? await readHeic(inputPath, header) : sharp(inputPath, reading)
  const upright = picture.autoOrient()
  return (rotation === 0 ? upright : upright.rotate(rotation))
    .flatten({ background })
    .toColourspace('srgb')
    .jpeg(best)
    .toBuffer()
}

const best = { quality: 92, chromaSubsampling: '4:4:4' } as const

async function readHeic(path: string, header: Metadata): Promise<Sharp> {
  const { width, height, data, turned } = await decodeHeicFile(path, header)
  const { orientation } = readMetadata(header.exif, undefined)
  const rgba = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const flat = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .flatten({ background })
    .raw()
    .toBuffer()
  return sharp(tiffWithProfile({ data: flat, width, height }, header.icc, turned ? 1 : orientation), reading)
}
