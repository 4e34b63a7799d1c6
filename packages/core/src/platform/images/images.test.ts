import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createImageProcessor, type ImageProcessor } from './images.ts'

const clock = { now: () => new Date('2026-06-01T12:00:00Z') }
let folder: string
let images: ImageProcessor
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinkeep-images-'))
  images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 512, clock })
})
afterAll(async () => {
  await images.close()
  await rm(folder, { recursive: true })
})

async function input(bytes: Buffer, originalName = 'photo.jpg') {
  const path = join(folder, String(count++))
  await writeFile(path, bytes)
  return { inputPath: path, previewPath: `${path}.jpg`, thumbnailPath: `${path}.webp`, originalName }
}

/** Processes and opens what came out; fails the test when nothing did. */
async function ready(bytes: Buffer, name?: string) {
  const job = await input(bytes, name)
  const result = await images.process(job)
  if (result.status !== 'ready') throw new Error(`not ready: ${result.reason}`)
  return { result, preview: await readFile(job.previewPath), thumbnail: await readFile(job.thumbnailPath) }
}

async function reasonOf(bytes: Buffer, name?: string) {
  const result = await images.process(await input(bytes, name))
  return result.status === 'failed' ? result.reason : result.status
}

const flat = (width: number, height: number, background = '#808080') =>
  sharp({ create: { width, height, channels: 3, background } })

/** Every pixel another: what truncation needs to hit. */
function noise(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3)
  for (let i = 0, seed = 1; i < data.length; i++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    data[i] = seed >> 16
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

async function colourAt(image: Buffer, left: number, top: number) {
  const { data } = await sharp(image)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [...data]
}

function expectColour(actual: number[], expected: number[], within: number) {
  expect(actual).toHaveLength(3)
  for (const [i, value] of expected.entries()) {
    expect(
      Math.abs((actual[i] ?? Number.NaN) - value),
      `${actual} instead of ${expected}`,
    ).toBeLessThanOrEqual(within)
  }
}

describe('a photo', () => {
  test('is measured, hashed, dated and derived', async () => {
    const bytes = await noise(2000, 1000)
      .blur(20)
      .jpeg()
      .withExif({ IFD2: { DateTimeOriginal: '2018:07:25 23:30:05', OffsetTimeOriginal: '+02:00' } })
      .toBuffer()
    const { result, preview, thumbnail } = await ready(bytes)
    expect(result).toEqual({
      status: 'ready',
      mime: 'image/jpeg',
      width: 2000,
      height: 1000,
      byteSize: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      taken: { at: '2018-07-25T23:30:05', offsetMinutes: 120, source: 'exif' },
      recordedAt: null,
      place: null,
      contentId: null,
      thumbHash: expect.stringMatching(/^[A-Za-z0-9+/]{20,40}=*$/),
      previewBytes: preview.length,
      thumbnailBytes: thumbnail.length,
    })
    expect(await sharp(preview).metadata()).toMatchObject({
      format: 'jpeg',
      width: 1440,
      height: 720,
      space: 'srgb',
    })
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 720, height: 360 })
  })

  test('is never enlarged', async () => {
    const { preview, thumbnail } = await ready(await flat(30, 20).png().toBuffer())
    expect(await sharp(preview).metadata()).toMatchObject({ width: 30, height: 20 })
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 30, height: 20 })
  })

  test('a panorama has a thumbnail of bounded length', async () => {
    const { thumbnail } = await ready(await flat(6000, 500).jpeg().toBuffer())
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 1080, height: 90 })
  })

  test('leaves place, camera and profile behind', async () => {
    const bytes = await flat(64, 64)
      .jpeg()
      .withExif({ IFD0: { Make: 'Secret' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
      .withIccProfile('p3')
      .toBuffer()
    expect((await sharp(bytes).metadata()).exif?.includes('Secret')).toBe(true)
    const { preview, thumbnail } = await ready(bytes)
    for (const output of [preview, thumbnail]) {
      const { exif, xmp, icc, iptc } = await sharp(output).metadata()
      expect({ exif, xmp, icc, iptc }).toEqual({})
    }
  })

  test('tells its offset by GPS, its date by XMP or by name when there is nothing better', async () => {
    const gps = { GPSDateStamp: '2018:07:25', GPSTimeStamp: '14/1 34/1 23/1' }
    const exif = { IFD2: { DateTimeOriginal: '2018:07:25 16:34:23' }, IFD3: gps }
    const withGps = await ready(await flat(9, 9).jpeg().withExif(exif).toBuffer())
    expect(withGps.result.taken?.offsetMinutes).toBe(120)

    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="1987-05-04T10:00:00"/></rdf:RDF></x:xmpmeta>`
    const withXmp = await ready(await flat(9, 9).jpeg().withXmp(xmp).toBuffer(), 'IMG_20180725_163423.jpg')
    expect(withXmp.result.taken).toEqual({ at: '1987-05-04T10:00:00', offsetMinutes: null, source: 'xmp' })

    const named = await ready(await flat(9, 9).jpeg().toBuffer(), 'IMG_20180725_163423.jpg')
    expect(named.result.taken).toEqual({ at: '2018-07-25T16:34:23', offsetMinutes: null, source: 'fileName' })
    expect((await ready(await flat(9, 9).jpeg().toBuffer(), 'a.jpg')).result.taken).toBeNull()
  })
})

describe('orientation', () => {
  // Red stands top left of the upright picture; where the stored pixels have it is what each value means.
  const stored = {
    1: ['landscape', 'top left'],
    2: ['landscape', 'top right'],
    3: ['landscape', 'bottom right'],
    4: ['landscape', 'bottom left'],
    5: ['portrait', 'top left'],
    6: ['portrait', 'bottom left'],
    7: ['portrait', 'bottom right'],
    8: ['portrait', 'top right'],
  } as const

  test.each(Object.entries(stored))('%s', async (orientation, [shape, corner]) => {
    const [width, height] = shape === 'landscape' ? [60, 40] : [40, 60]
    const red = await flat(16, 16, '#ff0000').png().toBuffer()
    const left = corner.endsWith('right') ? width - 16 : 0
    const top = corner.startsWith('bottom') ? height - 16 : 0
    const bytes = await flat(width, height, '#0000ff')
      .composite([{ input: red, left, top }])
      .jpeg({ chromaSubsampling: '4:4:4' })
      .withExif({ IFD2: { DateTimeOriginal: '2020:01:02 03:04:05' } })
      .withMetadata({ orientation: Number(orientation) })
      .toBuffer()
    expect((await sharp(bytes).metadata()).orientation).toBe(Number(orientation))
    const { result, preview, thumbnail } = await ready(bytes)
    expect(result).toMatchObject({ width: 60, height: 40, taken: { at: '2020-01-02T03:04:05' } })
    for (const output of [preview, thumbnail]) {
      expectColour(await colourAt(output, 4, 4), [255, 0, 0], 30)
      expectColour(await colourAt(output, 55, 35), [0, 0, 255], 30)
    }
  })
})

describe('colour and format', () => {
  test.each([
    ['Display P3', () => flat(40, 40, '#ff2010').withIccProfile('p3').png()],
    [
      'CMYK',
      () => flat(40, 40, '#ff2010').toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 }),
    ],
    ['16 bits', () => flat(40, 40, '#ff2010').toColourspace('rgb16').png()],
    ['TIFF', () => flat(40, 40, '#ff2010').tiff()],
    ['AVIF', () => flat(40, 40, '#ff2010').avif({ effort: 0, quality: 90 })],
    ['WebP', () => flat(40, 40, '#ff2010').webp()],
  ])('%s comes out as the same red in sRGB', async (name, make) => {
    const { preview } = await ready(await make().toBuffer())
    // CMYK inks cannot print this red.
    expectColour(await colourAt(preview, 20, 20), [255, 32, 16], name === 'CMYK' ? 50 : 8)
    expect(await sharp(preview).metadata()).toMatchObject({ space: 'srgb', channels: 3, depth: 'uchar' })
  })

  test('grey becomes three channels, transparency becomes white', async () => {
    const grey = await ready(await flat(40, 40, '#777777').toColourspace('b-w').jpeg().toBuffer())
    expectColour(await colourAt(grey.preview, 20, 20), [0x77, 0x77, 0x77], 3)
    const clear = sharp({
      create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
    expectColour(
      await colourAt((await ready(await clear.png().toBuffer())).preview, 20, 20),
      [255, 255, 255],
      2,
    )
  })

  test.each(['gif', 'webp'] as const)('an animated %s shows its first frame', async (format) => {
    const frames = await Promise.all(
      ['#ff0000', '#00ff00'].map((colour) => flat(40, 30, colour).png().toBuffer()),
    )
    const { result, preview } = await ready(
      await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer(),
    )
    expect(result).toMatchObject({ width: 40, height: 30, mime: `image/${format}` })
    expectColour(await colourAt(preview, 20, 15), [255, 0, 0], 8)
  })
})

describe('a file that is no photo', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

  test.each([
    ['EMPTY', Buffer.alloc(0)],
    ['UNSUPPORTED_TYPE', Buffer.from(svg)],
    ['UNSUPPORTED_TYPE', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['UNSUPPORTED_TYPE', Buffer.alloc(5000, 0x41)],
    ['DAMAGED', Buffer.concat([Buffer.from('GIF89a'), Buffer.from(svg)])],
    ['DAMAGED', Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, 0xe0), Buffer.from(svg)])],
    ['UNSUPPORTED_TYPE', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(svg)])],
    [
      'DAMAGED',
      Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(900)]),
    ],
  ])('%s', async (reason, bytes) => {
    const job = await input(bytes)
    const result = await images.process(job)
    expect(result).toMatchObject({
      status: 'failed',
      reason,
      byteSize: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    await expect(readFile(job.previewPath)).rejects.toThrow('ENOENT')
  })

  test('a page behind a photo does not reach what browsers get', async () => {
    const bytes = Buffer.concat([
      await flat(40, 40).jpeg().toBuffer(),
      Buffer.from('<script>alert(1)</script>'),
    ])
    const { preview, thumbnail } = await ready(bytes)
    expect(Buffer.concat([preview, thumbnail]).includes('<script>')).toBe(false)
  })
})

describe('a damaged file', () => {
  test.each(['jpeg', 'png', 'webp', 'tiff', 'gif'] as const)('%s that ends too early', async (format) => {
    const bytes = await noise(400, 300).toFormat(format).toBuffer()
    expect(await reasonOf(bytes)).toBe('ready')
    expect(await reasonOf(bytes.subarray(0, bytes.length * 0.6))).toBe('DAMAGED')
  })

  test('broken metadata spoils no photo', async () => {
    const bytes = await flat(40, 40)
      .jpeg()
      .withExif({ IFD2: { DateTimeOriginal: '2018:07:25 23:30:05' } })
      .toBuffer()
    bytes.fill(0xff, bytes.indexOf('Exif') + 6, bytes.indexOf('Exif') + 90)
    expect((await ready(bytes)).result.taken).toBeNull()
  })
})

describe('a bomb', () => {
  test('of pixels is known by its header', async () => {
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type), data])
      const size = Buffer.alloc(4)
      size.writeUInt32BE(data.length)
      const check = Buffer.alloc(4)
      check.writeUInt32BE(crc32(body))
      return Buffer.concat([size, body, check])
    }
    const header = Buffer.alloc(13)
    header.writeUInt32BE(60_000)
    header.writeUInt32BE(60_000, 4)
    header.set([8, 2, 0, 0, 0], 8)
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(1000))),
      chunk('IEND', Buffer.alloc(0)),
    ])
    await ready(await flat(9, 9).jpeg().toBuffer())
    const start = performance.now()
    expect(await reasonOf(png)).toBe('TOO_MANY_PIXELS')
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('of frames is counted, not played', async () => {
    const frame = Buffer.from('2c000000000100010000020244010' + '0', 'hex')
    const start = Buffer.from('47494638396101000100800000ffffff000000', 'hex')
    const gif = (frames: number) =>
      Buffer.concat([start, ...Array.from({ length: frames }, () => frame), Buffer.of(0x3b)])
    expect(await reasonOf(gif(2000))).toBe('ready')
    expect(await reasonOf(gif(2001))).toBe('TOO_MANY_FRAMES')
  })
})
