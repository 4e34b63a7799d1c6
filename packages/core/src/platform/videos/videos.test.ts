import { createHash } from 'node:crypto'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { type DrawnVideo, drawVideo } from '@kinkeep/testing/draw-video'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VideoInput } from './video-result.ts'
import { createVideoProcessor } from './videos.ts'

const videos = createVideoProcessor({
  concurrency: 1,
  timeoutMs: 20_000,
  longestMs: 60_000,
  recycleAfterJobs: 100,
  maxMemoryMb: 900,
})
let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinkeep-videos-'))
})
afterAll(async () => {
  await videos.close()
  await rm(folder, { recursive: true })
})

async function process(bytes: Buffer, originalName = 'video.mp4') {
  const inputPath = join(folder, String(count++))
  await writeFile(inputPath, bytes)
  const input: VideoInput = {
    inputPath,
    previewPath: `${inputPath}.jpg`,
    thumbnailPath: `${inputPath}.webp`,
    renditionPath: `${inputPath}.out.mp4`,
    originalName,
  }
  return { input, result: await videos.process(input) }
}

async function ready(drawn: DrawnVideo, originalName?: string) {
  const { input, result } = await process(await drawVideo(drawn), originalName)
  if (result.status !== 'ready') throw new Error(result.reason)
  return { input, result }
}

/** The same of a rendition: what a browser would get. */
async function rendition(input: VideoInput) {
  const { result } = await process(await readFile(input.renditionPath))
  if (result.status !== 'ready') throw new Error(result.reason)
  return result
}

/** Which corner of a poster is red: that which was up left when it was coded. */
async function redCorner(path: string): Promise<string> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const isRed = (x: number, y: number) => {
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
    return (data[at] ?? 0) > 180 && (data[at + 2] ?? 255) < 90
  }
  const corners = [
    ['top left', isRed(0.2, 0.2)],
    ['top right', isRed(0.8, 0.2)],
    ['bottom right', isRed(0.8, 0.8)],
    ['bottom left', isRed(0.2, 0.8)],
  ] as const
  return corners
    .filter(([, red]) => red)
    .map(([corner]) => corner)
    .join()
}

describe('a video', () => {
  test('that plays everywhere is measured, hashed, has a poster, and is played itself', async () => {
    const bytes = await drawVideo({ sound: true, seconds: 2 })
    const { input, result } = await process(bytes)
    expect(result).toEqual({
      status: 'ready',
      mime: 'video/mp4',
      byteSize: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      width: 320,
      height: 240,
      durationMs: 2000,
      thumbHash: expect.stringMatching(/^[A-Za-z0-9+/]{20,40}=*$/),
      taken: null,
      recordedAt: null,
      place: null,
      contentId: null,
      previewBytes: expect.any(Number),
      thumbnailBytes: expect.any(Number),
      renditionBytes: null,
    })
    expect(await sharp(input.previewPath).metadata()).toMatchObject({ format: 'jpeg', width: 320 })
    expect(await sharp(input.thumbnailPath).metadata()).toMatchObject({ format: 'webp' })
    await expect(access(input.renditionPath)).rejects.toThrow('ENOENT')
    expect(await readFile(input.inputPath)).toEqual(bytes)
  })

  test.each([
    [90, 240, 320, 'top right'],
    [180, 320, 240, 'bottom right'],
    [270, 240, 320, 'bottom left'],
  ] as const)('to be turned by %i° stands upright', async (rotation, width, height, corner) => {
    const { input, result } = await ready({ rotation })
    expect(result).toMatchObject({ width, height })
    expect(await redCorner(input.previewPath)).toBe(corner)
  })

  test('has its turn in the pixels of what is made of it', async () => {
    const { input, result } = await ready({ rotation: 90, codec: 'hevc' })
    expect(result.renditionBytes).toBe((await readFile(input.renditionPath)).length)
    const made = await rendition(input)
    // Nothing is to be done to it any more, and it plays itself.
    expect(made).toMatchObject({ width: 240, height: 320, renditionBytes: null, durationMs: 1000 })
  })

  test.each([
    ['HEVC', { codec: 'hevc', sound: true }],
    ['WebM', { codec: 'vp9', container: 'webm' }],
    ['MPEG-4', { codec: 'mpeg4', container: 'mov' }],
    ['an index at the end', { fastStart: false, sound: true }],
    ['MOV', { container: 'mov', sound: true }],
    ['slow motion', { framesPerSecond: 120 }],
  ] as const)('with %s becomes one that plays everywhere', async (_, drawn) => {
    const { input, result } = await ready(drawn)
    expect(result.renditionBytes).toBeGreaterThan(0)
    const made = await rendition(input)
    expect(made).toMatchObject({ mime: 'video/mp4', width: 320, height: 240, renditionBytes: null })
    expect(made.durationMs).toBeGreaterThanOrEqual(900)
  })

  test('in HDR becomes one for every screen', async () => {
    const { input, result } = await ready({ codec: 'hevc', isHdr: true, container: 'mov' })
    expect(result.renditionBytes).toBeGreaterThan(0)
    expect(await redCorner(input.previewPath)).toBe('top left')
    const made = await process(await readFile(input.renditionPath))
    expect(made.result).toMatchObject({ status: 'ready', renditionBytes: null })
    expect(await redCorner(made.input.previewPath)).toBe('top left')
  })

  test('larger than 1080p is made smaller, and only for playing', async () => {
    const { input, result } = await ready({ width: 2560, height: 1440, seconds: 0.5 })
    expect(result).toMatchObject({ width: 2560, height: 1440 })
    expect(await rendition(input)).toMatchObject({ width: 1920, height: 1080, renditionBytes: null })
  })

  test('tells its date, place and other half, and none of it to whoever plays it', async () => {
    const metadata = {
      'com.apple.quicktime.creationdate': '2024-02-29T23:30:00+0200',
      'com.apple.quicktime.location.ISO6709': '+52.5186+013.4081+034.000/',
      'com.apple.quicktime.content.identifier': '1F0E2D3C-4B5A-6978-8796-A5B4C3D2E1F0',
      'com.apple.quicktime.model': 'Secret phone',
    }
    const { input, result } = await ready({ container: 'mov', metadata })
    expect(result).toMatchObject({
      taken: { at: '2024-02-29T23:30:00', offsetMinutes: 120, source: 'exif' },
      place: { latitude: 52.5186, longitude: 13.4081 },
      contentId: '1F0E2D3C-4B5A-6978-8796-A5B4C3D2E1F0',
    })
    const played = await readFile(input.renditionPath, 'latin1')
    for (const secret of ['52.5186', '1F0E2D3C', 'Secret phone', '2024-02-29']) {
      expect(played).not.toContain(secret)
    }
    expect(await rendition(input)).toMatchObject({ taken: null, place: null, renditionBytes: null })
  })

  test('in an MP4 that tells a place is not played itself', async () => {
    const { result } = await ready({ metadata: { location: '+52.5186+013.4081/' } })
    expect(result.place).toEqual({ latitude: 52.5186, longitude: 13.4081 })
    expect(result.renditionBytes).toBeGreaterThan(0)
  })

  test('has the wall clock of its name, and the offset that its instant gives', async () => {
    const drawn = { metadata: { creation_time: '2024-02-29T21:30:01Z' } }
    const { result } = await ready(drawn, 'VID_20240229_233000.mp4')
    expect(result.taken).toEqual({ at: '2024-02-29T23:30:00', offsetMinutes: 120, source: 'fileName' })
  })
})

test('a photo is told to be one, and left to those who read photos', async () => {
  const { result } = await process(await drawPhoto())
  expect(result).toMatchObject({ status: 'failed', reason: 'UNSUPPORTED_TYPE', mime: 'image/jpeg' })
})

test('trouble of the machine is thrown, not blamed on the file', async () => {
  const { input } = await ready({})
  await expect(videos.process({ ...input, inputPath: join(folder, 'gone') })).rejects.toThrow('ENOENT')
  await expect(videos.process({ ...input, previewPath: join(folder, 'no', 'where') })).rejects.toThrow(
    'ENOENT',
  )
})

test('an abort ends the child, and the next video has another', async () => {
  const { input } = await ready({})
  const abort = new AbortController()
  const lost = videos.process(input, abort.signal)
  abort.abort(new Error('shutting down'))
  await expect(lost).rejects.toThrow('shutting down')
  expect((await videos.process(input)).status).toBe('ready')
})
