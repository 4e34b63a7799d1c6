import sharp, { type Metadata, type Sharp } from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import type { HeicPixels } from './heic.ts'
import { imageLimits, imageSizes } from './image-limits.ts'
import { tiffWithProfile } from './tiff-with-profile.ts'

/** Upright sRGB, 3 bytes a pixel, no larger than a preview. */
export interface PreviewPixels {
  data: Buffer
  width: number
  height: number
}

/** What transparent pixels show in a JPEG. */
const background = '#ffffff'

/**
 * `error` refuses what ends too early or does not decode, and forgives the warnings that phones' files are full
 * of (stray bytes between markers, odd ICC chunks).
 */
const reading = { failOn: 'error', limitInputPixels: imageLimits.pixels, sequentialRead: true } as const

/**
 * Decodes a file once, already shrunk while loading where the format can. Throws what libvips throws.
 * libvips would convert colours before it shrinks; doing that last, and not at all for sRGB, costs a third.
 */
export async function previewPixelsOfFile(
  path: string,
  { icc, space, depth }: Pick<Metadata, 'icc' | 'space' | 'depth'>,
  edge: number = imageSizes.previewLongEdge,
): Promise<PreviewPixels> {
  if (!icc || space !== 'srgb' || depth !== 'uchar') return toPreviewPixels(sharp(path, reading), edge)
  const pixels = await toPreviewPixels(sharp(path, { ...reading, ignoreIcc: true }), edge)
  return isSrgb(icc) ? pixels : toPreviewPixels(sharp(tiffWithProfile(pixels, icc, 1), reading), edge)
}

/** By its name, which every phone's profile carries in one or two bytes a letter. */
function isSrgb(icc: Buffer): boolean {
  return icc.toString('latin1').replaceAll('\0', '').includes('sRGB IEC61966-2.1')
}

/** The same from pixels of libheif, which knows neither colour profiles nor EXIF. */
export async function previewPixelsOfHeic(
  heic: HeicPixels,
  profile: Buffer | undefined,
  orientation: number,
  edge: number = imageSizes.previewLongEdge,
): Promise<PreviewPixels> {
  const { width, height } = heic
  const raw = Buffer.from(heic.data.buffer, heic.data.byteOffset, heic.data.byteLength)
  const small = await fitPreview(sharp(raw, { raw: { width, height, channels: 4 } }), edge)
    .flatten({ background })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = { data: small.data, width: small.info.width, height: small.info.height }
  const turned = heic.turned ? 1 : orientation
  return toPreviewPixels(sharp(tiffWithProfile(pixels, profile, turned), reading), edge)
}

async function toPreviewPixels(image: Sharp, edge: number): Promise<PreviewPixels> {
  const { data, info } = await fitPreview(image.autoOrient(), edge)
    .flatten({ background })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`)
  return { data, width: info.width, height: info.height }
}

function fitPreview(image: Sharp, edge: number): Sharp {
  return image.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
}

/** By quarters, clockwise. */
export async function turnPixels(
  pixels: PreviewPixels,
  rotation: 0 | 90 | 180 | 270,
): Promise<PreviewPixels> {
  if (rotation === 0) return pixels
  const { data, info } = await fromRaw(pixels).rotate(rotation).raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

export interface Derived {
  /** JPEG, quality 80, 4:2:0. */
  preview: Buffer
  /** WebP. */
  thumbnail: Buffer
  /** base64 */
  thumbHash: string
}

/** Everything a browser gets to see, each from the next larger one. None carries metadata: only pixels came in. */
export async function derive(pixels: PreviewPixels): Promise<Derived> {
  const preview = await fromRaw(pixels).jpeg({ quality: 80, chromaSubsampling: '4:2:0' }).toBuffer()
  const small = await resizeRaw(pixels, thumbnailSize(pixels))
  const thumbnail = await fromRaw(small).webp({ quality: 75, effort: 2 }).toBuffer()
  return { preview, thumbnail, thumbHash: await thumbHashOf(small) }
}

/** For paper: as many pixels as came in, and small ones beside them as of every photo. */
export async function derivePrint(pixels: PreviewPixels): Promise<Derived> {
  const { thumbnail, thumbHash } = await derive(pixels)
  return { preview: await fromRaw(pixels).jpeg({ quality: 88 }).toBuffer(), thumbnail, thumbHash }
}

/** A person's picture: the middle of it, square, once as a preview and once as a thumbnail. */
export async function deriveSquares(pixels: PreviewPixels): Promise<Derived> {
  const { avatar, avatarSmall } = imageSizes
  const large = await squareOf(pixels, avatar)
  const small = await squareOf(large, avatarSmall)
  return {
    preview: await fromRaw(large).webp({ quality: 80 }).toBuffer(),
    thumbnail: await fromRaw(small).webp({ quality: 80 }).toBuffer(),
    thumbHash: await thumbHashOf(small),
  }
}

async function squareOf(pixels: PreviewPixels, edge: number): Promise<PreviewPixels> {
  const data = await fromRaw(pixels).resize({ width: edge, height: edge, fit: 'cover' }).raw().toBuffer()
  return { data, width: edge, height: edge }
}

async function thumbHashOf(small: PreviewPixels): Promise<string> {
  const edge = imageSizes.thumbHashEdge
  const tiny = await fromRaw(small)
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const hash = rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)
  return Buffer.from(hash).toString('base64')
}

function thumbnailSize({ width, height }: { width: number; height: number }) {
  const { thumbnailShortEdge, thumbnailLongEdge } = imageSizes
  const scale = Math.min(
    1,
    thumbnailShortEdge / Math.min(width, height),
    thumbnailLongEdge / Math.max(width, height),
  )
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

async function resizeRaw(
  pixels: PreviewPixels,
  size: { width: number; height: number },
): Promise<PreviewPixels> {
  const data = await fromRaw(pixels)
    .resize({ ...size, fit: 'fill' })
    .raw()
    .toBuffer()
  return { data, ...size }
}

function fromRaw({ data, width, height }: PreviewPixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}
