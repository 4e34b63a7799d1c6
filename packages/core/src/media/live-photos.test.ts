import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { listActivities } from '../activities/queries.ts'
import { addKeeps } from '../albums/add-keeps.ts'
import { createAlbum } from '../albums/create-album.ts'
import { getKeep } from '../keeps/queries.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { joinLiveHalves } from './live-handlers.ts'

const deps = await createTestDeps()
const apple = '1F0E2D3C-4B5A-6978-8796-A5B4C3D2E1F0'
type Made = NonNullable<Parameters<typeof newMedia>[3]>

/** A file in a keep of its own, as one of many that were dropped at once. */
async function dropped(circle: TestCircle, made: Made, by: TestUser = circle.owner) {
  const { id } = await newMedia(deps, circle, by, { destination: 'own', ...made })
  const keep = await newKeep(deps, circle, by, { kind: 'media', body: '', mediaIds: [id] })
  return { id, keepId: keep.id }
}
const photo: Made = { name: 'IMG_0042.HEIC', happenedAt: '2025-07-14T15:30:00' }
const video: Made = { name: 'IMG_0042.MOV', happenedAt: '2025-07-14T15:30:01', kind: 'video' }
const join = (circle: TestCircle, { id: mediaId }: { id: string }) =>
  joinLiveHalves(deps, { circleId: circle.id, mediaId })

async function halves(circle: TestCircle) {
  const rows = await deps.db
    .selectFrom('media')
    .select(['id', 'keepId', 'liveId', 'liveOfId'])
    .where('circleId', '=', circle.id)
    .where((media) => media.or([media('liveId', 'is not', null), media('liveOfId', 'is not', null)]))
    .execute()
  return {
    photo: rows.find(({ liveId }) => liveId !== null),
    video: rows.find(({ liveOfId }) => liveOfId !== null),
  }
}

async function counters(circle: TestCircle) {
  const row = await deps.db
    .selectFrom('circles')
    .select(['keepCount'])
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  const days = await deps.db
    .selectFrom('keepDays')
    .select(['day', 'keeps'])
    .where('circleId', '=', circle.id)
    .where('keeps', '>', 0)
    .execute()
  return { keepCount: row.keepCount, days }
}

test.each(['photo', 'video'] as const)('whichever comes last, here the %s, finds the other', async (last) => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, photo)
  const moving = await dropped(circle, video)
  await join(circle, last === 'photo' ? still : moving)

  expect(await halves(circle)).toEqual({
    photo: { id: still.id, keepId: still.keepId, liveId: moving.id, liveOfId: null },
    video: { id: moving.id, keepId: still.keepId, liveId: null, liveOfId: still.id },
  })
  // The video's own keep was never there.
  expect(await counters(circle)).toEqual({ keepCount: 1, days: [{ day: '2025-07-14', keeps: 1 }] })
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  expect(await getKeep(deps, scope, { circleId: circle.id, keepId: still.keepId })).toMatchObject({
    media: [{ id: still.id, liveId: moving.id }],
  })
  await expect(getKeep(deps, scope, { circleId: circle.id, keepId: moving.keepId })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  const reader = await scopeIn(deps, circle, circle.owner, 'activity.read')
  const { items } = await listActivities(deps, reader, { circleId: circle.id, limit: 20 })
  expect(items.filter(({ kind }) => kind === 'keeps.added')).toMatchObject([{ photos: [{ id: still.id }] }])
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'keep.changed', keepId: moving.keepId })
})

test('both at once become one, and once', async () => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, photo)
  const moving = await dropped(circle, video)
  await Promise.all([join(circle, still), join(circle, moving), join(circle, still)])
  expect((await halves(circle)).photo).toMatchObject({ id: still.id, liveId: moving.id })
  expect((await counters(circle)).keepCount).toBe(1)
})

test('what its maker wrote into both counts, whatever they are called and whenever they were taken', async () => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, { ...photo, name: 'a.heic', contentId: apple })
  const other = await dropped(circle, { ...video, name: 'a.mov', contentId: apple.replace('1F', '2F') })
  await join(circle, other)
  expect(await halves(circle)).toEqual({})
  const moving = await dropped(circle, {
    ...video,
    name: 'b.mov',
    contentId: apple,
    happenedAt: '2024-01-01T00:00:00',
    durationMs: 5000,
  })
  await join(circle, moving)
  expect((await halves(circle)).photo).toMatchObject({ id: still.id, liveId: moving.id })
})

test.each([
  ['another name', { name: 'IMG_0043.MOV' }],
  ['another moment', { happenedAt: '2025-07-14T15:30:04' }],
  ['more than four seconds', { durationMs: 4100 }],
  ['not ready', { state: 'processing' }],
] as const)('%s: two', async (_, difference) => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, photo)
  await dropped(circle, { ...video, ...difference })
  await join(circle, still)
  expect(await halves(circle)).toEqual({})
  expect((await counters(circle)).keepCount).toBe(2)
})

test('halves of two people, or of two circles, stay two', async () => {
  const circle = await newCircle(deps)
  const anna = await newMember(deps, circle, 'member')
  const still = await dropped(circle, { ...photo, contentId: apple })
  await dropped(circle, { ...video, contentId: apple }, anna)
  const other = await newCircle(deps, { owner: circle.owner })
  await dropped(other, { ...video, contentId: apple })
  await join(circle, still)
  expect(await halves(circle)).toEqual({})
})

test('a video that somebody has talked about, written to or put beside others keeps its keep', async () => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, photo)
  const moving = await dropped(circle, video)
  const talker = await scopeIn(deps, circle, circle.owner, 'comment.add')
  await newComment(deps, talker, { keepId: moving.keepId })
  await join(circle, still)
  expect(await halves(circle)).toEqual({})
  expect((await counters(circle)).keepCount).toBe(2)
})

test.each([
  ['in an album with its photo', 'both', 1],
  ['in an album without its photo', 'video', 2],
] as const)('a video that is %s: %s, makes %i keeps', async (_, filed, keepCount) => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, photo)
  const moving = await dropped(circle, video)
  const creating = await scopeIn(deps, circle, circle.owner, 'album.create')
  const album = await createAlbum(deps, creating, { circleId: circle.id, title: 'Waves' })
  const keepIds = filed === 'both' ? [still.keepId, moving.keepId] : [moving.keepId]
  const filling = await scopeIn(deps, circle, circle.owner, 'album.update')
  await addKeeps(deps, filling, { circleId: circle.id, albumId: album.id, keepIds })
  await join(circle, still)
  expect((await counters(circle)).keepCount).toBe(keepCount)
  const left = await deps.db
    .selectFrom('albumKeeps')
    .select('keepId')
    .where('circleId', '=', circle.id)
    .execute()
  expect(left).toEqual([{ keepId: filed === 'both' ? still.keepId : moving.keepId }])
})

test('what moves is a video by itself in a keep without its photo', async () => {
  const circle = await newCircle(deps)
  const still = await newMedia(deps, circle, circle.owner, photo)
  const moving = await newMedia(deps, circle, circle.owner, video)
  await join(circle, still)
  expect((await halves(circle)).video).toMatchObject({ id: moving.id, keepId: null })
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', body: '', mediaIds: [moving.id] })
  expect(await halves(circle)).toEqual({})
  const reading = await scopeIn(deps, circle, circle.owner, 'keep.read')
  expect(await getKeep(deps, reading, { circleId: circle.id, keepId: keep.id })).toMatchObject({
    media: [{ id: moving.id, kind: 'video', liveId: null }],
  })
})

test('two files of one keep become one in it, and leave it together', async () => {
  const circle = await newCircle(deps)
  const still = await newMedia(deps, circle, circle.owner, photo)
  const moving = await newMedia(deps, circle, circle.owner, video)
  const beside = await newMedia(deps, circle, circle.owner, { name: 'other.jpg' })
  const ids = [still.id, moving.id, beside.id]
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: ids })
  await join(circle, moving)
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.update')
  const input = { circleId: circle.id, keepId: keep.id }
  const edited = await updateKeep(deps, scope, { ...input, mediaIds: [beside.id, still.id] })
  expect(edited.media.map(({ id }) => id)).toEqual([beside.id, still.id])
  expect((await halves(circle)).video).toMatchObject({ keepId: keep.id })
  await updateKeep(deps, scope, { ...input, mediaIds: [beside.id] })
  expect(await halves(circle)).toMatchObject({ photo: { keepId: null }, video: { keepId: null } })
})

test('when one half is gone the other is what it was', async () => {
  const circle = await newCircle(deps)
  const still = await dropped(circle, photo)
  const moving = await dropped(circle, video)
  await join(circle, still)
  await deps.db.deleteFrom('media').where('id', '=', still.id).execute()
  const left = await deps.db.selectFrom('media').selectAll().where('id', '=', moving.id).execute()
  expect(left).toMatchObject([{ keepId: still.keepId, liveOfId: null, liveId: null }])
})
