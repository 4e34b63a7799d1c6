import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../platform/deps.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import { requireMedia } from './access.ts'
import { readStatus, signMedia } from './queries.ts'
import { rotateMedia } from './rotate-media.ts'
import { mediaKey } from './rules.ts'
import { handleReconcileTurns, handleTurnMedia } from './turn-handlers.ts'
import { turnMedia } from './turn-jobs.ts'

const deps = await createTestDeps()
const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 768 })
const folder = await mkdtemp(path.join(tmpdir(), 'turns-'))
afterAll(async () => {
  await images.close()
  await rm(folder, { recursive: true, force: true })
})

/** Red on the left, blue on the right; `exif` says how a camera held it. */
async function photo(circle: TestCircle, author: TestUser, orientation = 1) {
  const { id } = await newMedia(deps, circle, author)
  await newKeep(deps, circle, author, { kind: 'media', mediaIds: [id] })
  const file = path.join(folder, `${id}.jpg`)
  const half = { width: 400, height: 400, channels: 3 as const }
  const blue = await sharp({ create: { ...half, background: '#0000ff' } })
    .png()
    .toBuffer()
  await sharp({ create: { ...half, width: 800, background: '#ff0000' } })
    .composite([{ input: blue, left: 400, top: 0 }])
    .jpeg()
    .withMetadata({ orientation })
    .toFile(file)
  await deps.storage.upload(mediaKey(circle.id, id, 'original'), file, 'image/jpeg')
  return id
}

async function turn(circle: TestCircle, user: TestUser, mediaId: string, rotation: 0 | 90 | 180 | 270) {
  return rotateMedia(deps, await scopeIn(deps, circle, user, 'media.rotate'), {
    circleId: circle.id,
    mediaId,
    rotation,
  })
}

function work(circle: TestCircle, mediaId: string, worker: Partial<WorkerDeps> = {}, isLastTry = false) {
  const run = { signal: AbortSignal.timeout(30_000), jobId: 'a', isLastTry }
  return handleTurnMedia({ ...deps, images, ...worker }, { circleId: circle.id, mediaId }, run)
}

async function viewOf(circle: TestCircle, mediaId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'media.read')
  return (await readStatus(deps, scope, { circleId: circle.id, mediaIds: [mediaId] })).items[0]
}

/** Which colour stands in the middle of an edge of the preview. */
async function colours(circle: TestCircle, mediaId: string) {
  const file = path.join(folder, `${mediaId}.preview`)
  await deps.storage.download(mediaKey(circle.id, mediaId, 'preview'), file)
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const start = (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1))) * 3
    return (data[start] ?? 0) > 128 ? 'red' : 'blue'
  }
  return { top: at(0.5, 0.05), right: at(0.95, 0.5), bottom: at(0.5, 0.95), left: at(0.05, 0.5) }
}

test.each([
  [90, { width: 400, height: 800 }, { top: 'red', bottom: 'blue' }],
  [180, { width: 800, height: 400 }, { left: 'blue', right: 'red' }],
  [270, { width: 400, height: 800 }, { top: 'blue', bottom: 'red' }],
] as const)(
  'a photo turned by %i degrees is made anew, and its original is as it was',
  async (rotation, size, seen) => {
    const circle = await newCircle(deps)
    const id = await photo(circle, circle.owner)
    const original = await deps.storage.sizeOf(mediaKey(circle.id, id, 'original'))
    await turn(circle, circle.owner, id, rotation)
    // Until it is made, what is shown is what was made before.
    expect(await viewOf(circle, id)).toMatchObject({ rotation: 0, version: 1, width: 1600, state: 'ready' })
    await work(circle, id)
    expect(await viewOf(circle, id)).toMatchObject({ rotation, version: 2, ...size, state: 'ready' })
    expect(await colours(circle, id)).toMatchObject(seen)
    expect(await deps.storage.sizeOf(mediaKey(circle.id, id, 'original'))).toBe(original)
    // Delivered again, nothing more happens.
    await work(circle, id)
    expect(await viewOf(circle, id)).toMatchObject({ version: 2 })
    const told = (await publishedEvents(deps, circle)).filter(({ type }) => type === 'media.changed')
    expect(told).toHaveLength(2)
  },
)

test('a person’s turn comes on top of the camera’s', async () => {
  const circle = await newCircle(deps)
  const id = await photo(circle, circle.owner, 6)
  await turn(circle, circle.owner, id, 90)
  await work(circle, id)
  // Orientation 6 puts red on top; a quarter further it lies on the right.
  expect(await viewOf(circle, id)).toMatchObject({ width: 800, height: 400 })
  expect(await colours(circle, id)).toMatchObject({ left: 'blue', right: 'red' })
})

test('of two turns at once the last one stands, whichever is made last; turned back, it is as before', async () => {
  const circle = await newCircle(deps)
  const id = await photo(circle, circle.owner)
  await turn(circle, circle.owner, id, 90)
  const slow: WorkerDeps['images'] = {
    ...images,
    async process(input, signal) {
      const made = await images.process(input, signal)
      // Meanwhile somebody turned it further, and that was made.
      await turn(circle, circle.owner, id, 180)
      await work(circle, id)
      return made
    },
  }
  await work(circle, id, { images: slow })
  expect(await viewOf(circle, id)).toMatchObject({ rotation: 180, version: 2 })
  expect(await colours(circle, id)).toMatchObject({ left: 'blue', right: 'red' })
  await turn(circle, circle.owner, id, 0)
  await work(circle, id)
  expect(await viewOf(circle, id)).toMatchObject({ rotation: 0, version: 3, width: 800 })
  expect(await colours(circle, id)).toMatchObject({ left: 'red', right: 'blue' })
})

test('a job that is lost is found again; what cannot be made stays as it was', async () => {
  const circle = await newCircle(deps)
  const id = await photo(circle, circle.owner)
  await turn(circle, circle.owner, id, 90)
  const later = { now: () => new Date(deps.clock.now().getTime() + 120_000) }
  const before = (await queuedJobs(deps, turnMedia)).length
  await handleReconcileTurns({ ...deps, clock: later })
  // Its own job still waits: no second one.
  expect(await queuedJobs(deps, turnMedia)).toHaveLength(before)

  const broken: WorkerDeps['images'] = { ...images, process: () => Promise.reject(new Error('no room')) }
  await expect(work(circle, id, { images: broken })).rejects.toThrow('no room')
  expect(await viewOf(circle, id)).toMatchObject({ rotation: 0, version: 1 })
  await expect(work(circle, id, { images: broken }, true)).rejects.toThrow('no room')
  await work(circle, id)
  expect(await viewOf(circle, id)).toMatchObject({ rotation: 0, version: 1 })
})

test('only who sent it, who wrote its keep and admins turn it; to strangers it is not there', async () => {
  const circle = await newCircle(deps)
  const [author, other, admin] = [
    await newMember(deps, circle, 'member'),
    await newMember(deps, circle, 'member'),
    await newMember(deps, circle, 'admin'),
  ]
  const { id } = await newMedia(deps, circle, author)
  await newKeep(deps, circle, author, { kind: 'media', mediaIds: [id] })
  await expect(turn(circle, other, id, 90)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  expect(await turn(circle, author, id, 90)).toEqual({ rotation: 90 })
  expect(await turn(circle, admin, id, 180)).toEqual({ rotation: 180 })
  const elsewhere = await newCircle(deps)
  await expect(turn(elsewhere, elsewhere.owner, id, 90)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await expect(
    scopeIn(deps, circle, await newRemovedMember(deps, circle), 'media.rotate'),
  ).rejects.toMatchObject({ reason: 'NOT_FOUND' })

  const { id: video } = await newMedia(deps, circle, author, { kind: 'video' })
  await expect(turn(circle, author, video, 90)).rejects.toMatchObject({ reason: 'MEDIA_NOT_USABLE' })
  const { id: waiting } = await newMedia(deps, circle, author, { state: 'processing' })
  await expect(turn(circle, author, waiting, 90)).rejects.toMatchObject({ reason: 'MEDIA_NOT_USABLE' })
})

test('each version has an address of its own in the store, within the window in which one is used again', async () => {
  const circle = await newCircle(deps)
  const id = await photo(circle, circle.owner)
  const sign = async () => {
    const scope = await requireMedia(deps, circle.owner.caller, {
      circleId: circle.id,
      mediaId: id,
    })
    return (await signMedia(deps, scope, { variant: 'preview', asFile: false })).url
  }
  const first = await sign()
  await turn(circle, circle.owner, id, 90)
  expect(await sign()).toBe(first)
  await work(circle, id)
  expect(await sign()).not.toBe(first)
})
