import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PhotoType } from '@kinkeep/contracts/media-states'
import {
  drawTellingJpeg,
  drawTellingPng,
  drawTellingTiff,
  drawTellingWebp,
  secretsIn,
} from '@kinkeep/testing/draw-telling-photo'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createImageProcessor } from './images.ts'
import { turnedOrientation } from './orientation.ts'
import { stripJpeg } from './strip-jpeg.ts'
import { stripPng } from './strip-png.ts'
import { stripWebp } from './strip-webp.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-clean-'))
const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 768 })
afterAll(async () => {
  await images.close()
  await rm(folder, { recursive: true })
})

async function clean(bytes: Buffer, mime: PhotoType, rotation = 0) {
  const inputPath = path.join(folder, 'in')
  const cleanPath = path.join(folder, 'out')
  await writeFile(inputPath, bytes)
  const result = await images.clean({ inputPath, cleanPath, mime, rotation })
  if (result.status === 'failed') return { result, file: Buffer.alloc(0) }
  const file = await readFile(cleanPath)
  expect(result.byteSize).toBe(file.length)
  return { result, file }
}

/** Upright pixels, as whoever opens it sees them. */
const seen = (file: Buffer) => sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true })

const formats = [
  { name: 'JPEG', mime: 'image/jpeg', draw: drawTellingJpeg },
  {
    name: 'progressive JPEG',
    mime: 'image/jpeg',
    draw: (photo?: Parameters<typeof drawTellingJpeg>[0]) => drawTellingJpeg(photo, true),
  },
  { name: 'PNG', mime: 'image/png', draw: drawTellingPng },
  { name: 'WebP', mime: 'image/webp', draw: drawTellingWebp },
] as const

test.each(formats)('a $name loses all that was written into it, and not a pixel', async ({ mime, draw }) => {
  for (const orientation of [1, 6, 3]) {
    const original = await draw({ orientation })
    expect(secretsIn(original).length).toBeGreaterThan(3)
    const { result, file } = await clean(original, mime)
    expect(result).toMatchObject({ status: 'cleaned', contentType: mime })
    expect(secretsIn(file)).toEqual([])
    const { exif, xmp, iptc, icc, orientation: kept = 1, comments } = await sharp(file).metadata()
    expect({ xmp, iptc, comments }).toEqual({})
    expect(icc).toBeDefined()
    expect(kept).toBe(orientation)
    if (orientation === 1) expect(exif).toBeUndefined()
    else expect(exif?.length).toBeLessThan(40)
    expect((await seen(file)).data.equals((await seen(original)).data)).toBe(true)
  }
})

test.each(formats)('a $name that was turned by hand stands as it was turned', async ({ mime, draw }) => {
  for (const orientation of [1, 6]) {
    const original = await draw({ orientation })
    const { file } = await clean(original, mime, 90)
    const wanted = await sharp(original).autoOrient().rotate(90).raw().toBuffer({ resolveWithObject: true })
    expect((await seen(file)).info).toMatchObject({ width: wanted.info.width, height: wanted.info.height })
    expect(secretsIn(file)).toEqual([])
  }
})

test('what nobody takes apart becomes a clean JPEG in full size', async () => {
  const original = await drawTellingTiff({ orientation: 6 })
  expect(secretsIn(original).length).toBeGreaterThan(3)
  const { result, file } = await clean(original, 'image/tiff')
  expect(result).toMatchObject({ contentType: 'image/jpeg' })
  expect(secretsIn(file)).toEqual([])
  const { exif, xmp, iptc, width, height } = await sharp(file).metadata()
  expect({ exif, xmp, iptc, width, height }).toEqual({ width: 200, height: 320 })
  const turned = await clean(original, 'image/tiff', 90)
  expect(await sharp(turned.file).metadata()).toMatchObject({ width: 320, height: 200 })
})

test('a file that lies or broke off gives nothing away', async () => {
  const jpeg = await drawTellingJpeg()
  // A scan that never ends is drawn anew, or nothing is made of it.
  const cut = await clean(jpeg.subarray(0, jpeg.length - 600), 'image/jpeg')
  expect(secretsIn(cut.file)).toEqual([])
  expect((await clean(jpeg, 'image/png')).result).toMatchObject({ status: 'failed' })
  expect((await clean(Buffer.from('no picture at all'), 'image/jpeg')).result).toMatchObject({
    status: 'failed',
  })
})

test('of anything at all a stripper makes a clean file or none', async () => {
  const files = [await drawTellingJpeg(), await drawTellingPng(), await drawTellingWebp()]
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 600; round += 1) {
    const file = Buffer.from(files[round % 3] ?? '')
    for (let hits = 0; hits < 4; hits += 1) file[random(Math.min(file.length, 2000))] = random(256)
    const broken = random(3) === 0 ? file.subarray(0, random(file.length)) : file
    for (const strip of [stripJpeg, stripPng, stripWebp]) expect(() => strip(broken, 6)).not.toThrow()
  }
  for (const strip of [stripJpeg, stripPng, stripWebp]) expect(strip(Buffer.alloc(0), 1)).toBeUndefined()
})

test('turns add up, of mirrored pictures as well', async () => {
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    let now = orientation
    for (let turn = 0; turn < 4; turn += 1) now = turnedOrientation(now, 90)
    expect(now).toBe(orientation)
  }
  const pixels = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#000' } })
    .composite([
      { input: Buffer.from([255, 0, 0]), raw: { width: 1, height: 1, channels: 3 }, left: 0, top: 0 },
    ])
    .png()
    .toBuffer()
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const told = await sharp(pixels).png().withMetadata({ orientation }).toBuffer()
    const wanted = await sharp(await sharp(told).autoOrient().png().toBuffer())
      .rotate(90)
      .raw()
      .toBuffer()
    const made = stripPng(told, turnedOrientation(orientation, 90)) ?? Buffer.alloc(0)
    expect((await seen(made)).data.equals(wanted), String(orientation)).toBe(true)
  }
})
