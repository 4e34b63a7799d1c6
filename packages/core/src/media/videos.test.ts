import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { drawVideo } from '@kinkeep/testing/draw-video'
import { findOrphans } from '@kinkeep/testing/find-orphans'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser } from '@kinkeep/testing/new-user'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../accounts/access.ts'
import { getKeep } from '../keeps/queries.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import type { VideoFailureReason } from '../platform/videos/video-result.ts'
import { createVideoProcessor, type VideoProcessor } from '../platform/videos/videos.ts'
import { requireMedia } from './access.ts'
import { eraseMedia } from './erase-media.ts'
import { handleProcessMedia, handleReconcileMedia } from './handlers.ts'
import { processMedia, processVideo } from './jobs.ts'
import { readStatus, signMedia } from './queries.ts'
import { handleRemoveObjects } from './removal-handlers.ts'
import { retryMedia } from './retry-media.ts'
import { mediaKey } from './rules.ts'
import { handleProcessVideo } from './video-handlers.ts'

const deps = await createTestDeps()
const videos = createVideoProcessor({
  concurrency: 1,
  timeoutMs: 20_000,
  longestMs: 60_000,
  maxMemoryMb: 900,
  recycleAfterJobs: 100,
})
const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 600 })
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinkeep-media-videos-'))
})
afterAll(async () => {
  await Promise.all([videos.close(), images.close()])
  await rm(folder, { recursive: true })
})

type Made = NonNullable<Parameters<typeof newMedia>[3]>

/** A file that has arrived, in a keep of its own. */
async function arrived(circle: TestCircle, bytes: Buffer, made: Made = { kind: 'video' }) {
  const { id } = await newMedia(deps, circle, circle.owner, {
    state: 'processing',
    byteSize: bytes.length,
    ...made,
  })
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })
  const file = join(folder, id)
  await writeFile(file, bytes)
  await deps.storage.upload(mediaKey(circle.id, id, 'original'), file, 'application/octet-stream')
  return { id, keepId: keep.id }
}

const aRun = (isLastTry = false) => ({
  signal: new AbortController().signal,
  jobId: deps.random.id(),
  isLastTry,
})
const run = (circle: TestCircle, mediaId: string, isLastTry = false, by: VideoProcessor = videos) =>
  handleProcessVideo({ ...deps, videos: by }, { circleId: circle.id, mediaId }, aRun(isLastTry))

async function status(circle: TestCircle, mediaId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'media.read')
  const { items } = await readStatus(deps, scope, { circleId: circle.id, mediaIds: [mediaId] })
  return items[0]
}

const rowOf = (id: string) =>
  deps.db.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('a video is ready with poster, length, date and place, and what was made of it is counted', async () => {
  const circle = await newCircle(deps)
  const metadata = {
    'com.apple.quicktime.creationdate': '2019-05-05T23:30:00+0200',
    'com.apple.quicktime.location.ISO6709': '+52.5186+013.4081/',
  }
  const bytes = await drawVideo({ container: 'mov', metadata })
  const { id, keepId } = await arrived(circle, bytes, { kind: 'video', dateSource: 'posted' })
  await run(circle, id)

  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const view = await getKeep(deps, scope, { circleId: circle.id, keepId })
  expect(view).toMatchObject({
    happenedAt: '2019-05-05T23:30:00',
    happenedOffset: 120,
    dateSource: 'exif',
    media: [{ id, state: 'ready', kind: 'video', durationMs: 1000, width: 320, height: 240 }],
  })
  expect(JSON.stringify(view)).not.toContain('52.5186')
  const row = await rowOf(id)
  expect(row).toMatchObject({ latitude: 52.5186, longitude: 13.4081, mime: 'video/quicktime' })
  const sizes = await Promise.all(
    (['preview', 'thumbnail', 'video'] as const).map((each) =>
      deps.storage.sizeOf(mediaKey(circle.id, id, each)),
    ),
  )
  expect(Number(row.derivedBytes)).toBe(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0))
  expect(Number(row.renditionBytes)).toBe(sizes[2])
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'media.changed', mediaId: id, keepId })

  // A second delivery finds nothing to do.
  await run(circle, id)
  expect(await rowOf(id)).toEqual(row)
})

test('an instant without a wall clock is put on the wall of whoever sent it, and stays in doubt', async () => {
  const circle = await newCircle(deps)
  await deps.db
    .updateTable('users')
    .set({ timeZone: 'Asia/Tokyo' })
    .where('id', '=', circle.owner.id)
    .execute()
  const bytes = await drawVideo({ metadata: { creation_time: '2024-02-29T21:30:00Z' } })
  const { id } = await arrived(circle, bytes, { kind: 'video', dateSource: 'posted', name: 'clip.mp4' })
  await run(circle, id)
  expect(await rowOf(id)).toMatchObject({
    happenedAt: '2024-03-01T06:30:00',
    happenedOffset: 540,
    dateSource: 'fileTime',
  })
})

test.each([
  ['Europe/Berlin', '2024-07-26T00:30:00', 120],
  ['America/Los_Angeles', '2024-07-25T15:30:00', -420],
])(
  'a name that tells an instant stands on the wall in %s, and stays in doubt',
  async (timeZone, at, offset) => {
    const circle = await newCircle(deps, { owner: await newUser(deps, { timeZone }) })
    const date = { happenedAt: at, happenedOffset: offset, dateSource: 'fileTime' }
    const guess = { dateSource: 'posted' } as const

    const video = await arrived(circle, await drawVideo(), {
      ...guess,
      kind: 'video',
      name: 'PXL_20240725_223000123.mp4',
    })
    await run(circle, video.id)
    expect(await rowOf(video.id)).toMatchObject(date)

    // As those who pass a photo on leave it: without what the camera wrote.
    const bare = await sharp(await drawPhoto()).toBuffer()
    const photo = await arrived(circle, bare, { ...guess, name: 'FB_IMG_1721946600123.jpg' })
    await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId: photo.id }, aRun())
    expect(await rowOf(photo.id)).toMatchObject(date)

    const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
    for (const { keepId } of [video, photo]) {
      expect(await getKeep(deps, scope, { circleId: circle.id, keepId })).toMatchObject(date)
    }
  },
)

test('a Pixel’s photo is of the wall clock in it, before the instant in its name', async () => {
  const circle = await newCircle(deps)
  const bytes = await sharp(await drawPhoto())
    .withExif({ IFD2: { DateTimeOriginal: '2024:07:26 06:30:00', OffsetTimeOriginal: '+08:00' } })
    .toBuffer()
  const name = 'PXL_20240725_223000123.jpg'
  const { id } = await arrived(circle, bytes, { dateSource: 'posted', name })
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId: id }, aRun())
  expect(await rowOf(id)).toMatchObject({
    happenedAt: '2024-07-26T06:30:00',
    happenedOffset: 480,
    dateSource: 'exif',
  })
})

test('what was sent as a video and is a photo is read as one, and the other way round', async () => {
  const circle = await newCircle(deps)
  const photo = await arrived(circle, await drawPhoto())
  await run(circle, photo.id)
  expect(await status(circle, photo.id)).toMatchObject({ state: 'processing', kind: 'photo' })
  expect(await queuedJobs(deps, processMedia)).toContainEqual({ circleId: circle.id, mediaId: photo.id })
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId: photo.id }, aRun())
  expect(await status(circle, photo.id)).toMatchObject({ state: 'ready', kind: 'photo', durationMs: null })

  const video = await arrived(circle, await drawVideo(), { kind: 'photo' })
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId: video.id }, aRun())
  expect(await status(circle, video.id)).toMatchObject({ state: 'processing', kind: 'video' })
  expect(await queuedJobs(deps, processVideo)).toContainEqual({ circleId: circle.id, mediaId: video.id })
  await run(circle, video.id)
  expect(await status(circle, video.id)).toMatchObject({ state: 'ready', kind: 'video', durationMs: 1000 })
})

test('a video that cannot be read says why, keeps its original, and may be tried again', async () => {
  const circle = await newCircle(deps)
  const bytes = (await drawVideo({ seconds: 3 })).subarray(0, 900)
  const { id } = await arrived(circle, bytes)
  await run(circle, id)
  expect(await status(circle, id)).toMatchObject({ state: 'failed', failure: 'DAMAGED' })
  expect(await deps.storage.sizeOf(mediaKey(circle.id, id, 'original'))).toBe(900)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.retry')
  await retryMedia(deps, scope, { circleId: circle.id, mediaId: id })
  expect(await queuedJobs(deps, processVideo)).toContainEqual({ circleId: circle.id, mediaId: id })
})

test('what may be the machine’s fault is said only after the last try', async () => {
  const circle = await newCircle(deps)
  const failing = (reason: VideoFailureReason): VideoProcessor => ({
    ...videos,
    process: async () => ({ status: 'failed', reason, mime: 'video/mp4', sha256: null, byteSize: null }),
  })
  const { id } = await arrived(circle, await drawVideo())
  await expect(run(circle, id, false, failing('TIMED_OUT'))).rejects.toThrow('TIMED_OUT')
  expect(await status(circle, id)).toMatchObject({ state: 'processing' })
  await run(circle, id, true, failing('TIMED_OUT'))
  expect(await status(circle, id)).toMatchObject({ state: 'failed', failure: 'TIMED_OUT' })

  const long = await arrived(circle, await drawVideo())
  await run(circle, long.id, false, failing('TOO_LONG'))
  expect(await status(circle, long.id)).toMatchObject({ state: 'failed', failure: 'TOO_LONG' })
})

test('a worker that is ended in the middle leaves a video that waits, and the next one ends it', async () => {
  const circle = await newCircle(deps)
  const { id } = await arrived(circle, await drawVideo({ codec: 'hevc' }))
  const abort = new AbortController()
  const ended = handleProcessVideo(
    { ...deps, videos },
    { circleId: circle.id, mediaId: id },
    { ...aRun(), signal: abort.signal },
  )
  abort.abort(new Error('the worker stops'))
  await expect(ended).rejects.toThrow()
  expect(await status(circle, id)).toMatchObject({ state: 'processing' })
  deps.clock.advance(61)
  await handleReconcileMedia(deps)
  expect(await queuedJobs(deps, processVideo)).toContainEqual({ circleId: circle.id, mediaId: id })
  await run(circle, id)
  expect(await status(circle, id)).toMatchObject({ state: 'ready' })
})

test('a video plays for whoever sees its keep, in parts, and its original is for those who may have originals', async () => {
  const circle = await newCircle(deps)
  const plain = await arrived(circle, await drawVideo({ sound: true }))
  const made = await arrived(circle, await drawVideo({ codec: 'hevc' }))
  await run(circle, plain.id)
  await run(circle, made.id)
  const sign = async (caller: Caller, mediaId: string, variant: 'video' | 'original' | 'preview') => {
    const scope = await requireMedia(deps, caller, { circleId: circle.id, mediaId })
    return (await signMedia(deps, scope, { variant, asFile: false })).url
  }
  const guest = await newGuest(deps, circle)
  for (const { caller } of [circle.owner, await newMember(deps, circle, 'viewer'), guest]) {
    for (const { id } of [plain, made]) {
      const url = await sign(caller, id, 'video')
      const part = await fetch(url, { headers: { range: 'bytes=4-11' } })
      expect([part.status, part.headers.get('content-type')]).toEqual([206, 'video/mp4'])
      expect(part.headers.get('content-range')).toMatch(/^bytes 4-11\/\d+$/)
      expect(Buffer.from(await part.arrayBuffer()).toString('latin1')).toBe('ftypisom')
      expect((await fetch(await sign(caller, id, 'preview'))).headers.get('content-type')).toBe('image/jpeg')
    }
  }
  await expect(sign(guest.caller, plain.id, 'original')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const original = await fetch(await sign(circle.owner.caller, made.id, 'original'))
  expect(original.headers.get('content-disposition')).toContain('attachment')

  const stranger = (await newCircle(deps)).owner
  await expect(sign(stranger.caller, plain.id, 'video')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const { id: photo } = await newMedia(deps, circle, circle.owner)
  await expect(sign(circle.owner.caller, photo, 'video')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('a video that is deleted while it is encoded leaves nothing behind', async () => {
  const circle = await newCircle(deps)
  const { id } = await arrived(circle, await drawVideo({ codec: 'hevc' }))
  await run(circle, id, false, {
    ...videos,
    async process(files, signal) {
      const result = await videos.process(files, signal)
      await deps.transaction((tx) => eraseMedia(tx, circle.id, [id]))
      return result
    },
  })
  for (const variant of ['preview', 'thumbnail', 'video'] as const) {
    expect(await deps.storage.sizeOf(mediaKey(circle.id, id, variant))).toBeUndefined()
  }
})

test('nothing of a video is in the store that no row knows, and nothing is left when it is gone', async () => {
  const deps = await createTestDeps()
  const { store } = await testServices()
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing', kind: 'video' })
  const bytes = await drawVideo({ codec: 'hevc' })
  await deps.db.updateTable('media').set({ byteSize: bytes.length }).where('id', '=', id).execute()
  const file = join(folder, id)
  await writeFile(file, bytes)
  await deps.storage.upload(mediaKey(circle.id, id, 'original'), file, 'video/mp4')
  await handleProcessVideo({ ...deps, videos }, { circleId: circle.id, mediaId: id }, aRun())

  const own = async () => {
    const { orphans, missing } = await findOrphans(deps.ownerUrl, store)
    return [...orphans, ...missing].filter((key) => key.includes(circle.id))
  }
  expect(await own()).toEqual([])
  await deps.transaction((tx) => eraseMedia(tx, circle.id, [id]))
  await handleRemoveObjects(deps)
  expect(await deps.storage.sizeOf(mediaKey(circle.id, id, 'video'))).toBeUndefined()
  expect(await own()).toEqual([])
})
