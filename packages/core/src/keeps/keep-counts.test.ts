import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { handleProcessMedia } from '../media/handlers.ts'
import type { ImageResult } from '../platform/images/image-result.ts'
import { readTimeline } from './queries.ts'
import { restoreKeep } from './restore-keep.ts'
import { trashKeep } from './trash-keep.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()
const warn = vi.spyOn(deps.log, 'warn')

test.each([1, 2, 3])(
  'counters equal what is there after anything that three people do at once (seed %i)',
  async (seed) => {
    const circle = await newCircle(deps)
    const people = [
      circle.owner,
      await newMember(deps, circle, 'admin'),
      await newMember(deps, circle, 'admin'),
    ]
    const made: Made[] = []
    const random = seeded(seed)
    await Promise.all(people.map((user) => act(circle, user, made, random)))

    expect(made.length).toBeGreaterThan(5)
    expect(await countersOf(circle)).toEqual(await countsOf(circle))
    expect(warn).not.toHaveBeenCalled()
  },
)

test('the month index adds the days up, newest month first, without what lies in the trash', async () => {
  const circle = await newCircle(deps)
  const at = (happenedAt: string) => newKeep(deps, circle, circle.owner, { happenedAt })
  await at('2024-12-31T23:59:59')
  await at('2025-01-01T00:00:00')
  await at('2025-01-31T12:00:00')
  const trashed = await at('2023-06-01T12:00:00')
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.trash')
  await trashKeep(deps, scope, { circleId: circle.id, keepId: trashed.id })
  await newKeep(deps, await newCircle(deps, { owner: circle.owner }), circle.owner)

  const viewer = await newMember(deps, circle, 'viewer')
  const { months } = await readTimeline(deps, await scopeIn(deps, circle, viewer, 'keep.read'))
  expect(months).toEqual([
    { month: '2025-01', keeps: 2 },
    { month: '2024-12', keeps: 1 },
  ])
})

interface Made {
  keepId: string
  mediaIds: string[]
}

/** Thirty things that one person does, one after the other, to whatever keeps there are by then. */
async function act(circle: TestCircle, user: TestUser, made: Made[], random: () => number): Promise<void> {
  const circleId = circle.id
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]
  const aDay = () => `2025-0${1 + Math.floor(random() * 3)}-1${Math.floor(random() * 4)}T12:00:00`
  const create = async () => {
    const photos = [1, 2].map(() => newMedia(deps, circle, user, { state: 'processing', happenedAt: aDay() }))
    const mediaIds = (await Promise.all(photos)).map(({ id }) => id)
    const keep = await newKeep(deps, circle, user, { kind: 'media', mediaIds })
    made.push({ keepId: keep.id, mediaIds })
  }
  const actions: ((keep: Made) => Promise<unknown>)[] = [
    create,
    () => newKeep(deps, circle, user, { happenedAt: aDay() }),
    async ({ keepId }) =>
      trashKeep(deps, await scopeIn(deps, circle, user, 'keep.trash'), { circleId, keepId }),
    async ({ keepId }) =>
      restoreKeep(deps, await scopeIn(deps, circle, user, 'keep.restore'), { circleId, keepId }),
    async ({ keepId }) => {
      const scope = await scopeIn(deps, circle, user, 'keep.update')
      return updateKeep(deps, scope, { circleId, keepId, happenedAt: aDay() })
    },
    async ({ keepId, mediaIds }) => {
      const scope = await scopeIn(deps, circle, user, 'keep.update')
      return updateKeep(deps, scope, { circleId, keepId, mediaIds: mediaIds.toReversed() })
    },
    async ({ keepId }) => {
      const scope = await scopeIn(deps, circle, user, 'keep.update')
      const visibility = random() < 0.5 ? 'admins' : 'circle'
      return updateKeep(deps, scope, {
        circleId,
        keepId,
        visibility,
        ...(random() < 0.3 && { happenedAt: aDay() }),
      })
    },
    async ({ mediaIds }) => {
      const mediaId = pick(mediaIds) ?? ''
      const run = { signal: new AbortController().signal, jobId: mediaId, isLastTry: true }
      return handleProcessMedia(workerThatReads(aDay()), { circleId, mediaId }, run)
    },
  ]
  for (let i = 0; i < 30; i += 1) {
    const keep = pick(made)
    if (keep) await pick(actions)?.(keep)
    else await create()
  }
}

/** A worker whose store and image reader say that every photo was taken at one time. */
function workerThatReads(at: string): Parameters<typeof handleProcessMedia>[0] {
  const photo: ImageResult = {
    status: 'ready',
    mime: 'image/jpeg',
    byteSize: 1000,
    previewBytes: 100,
    thumbnailBytes: 10,
    width: 4,
    height: 3,
    thumbHash: '',
    recordedAt: null,
    sha256: '00',
    taken: { at, offsetMinutes: null, source: 'exif' },
    place: null,
    contentId: null,
  }
  const storage = { ...deps.storage, download: async () => true, upload: async () => undefined }
  const clean = () => Promise.reject(new Error('never asked'))
  const images = { process: async () => photo, clean, close: async () => undefined, pids: () => [] }
  return { ...deps, storage, images }
}

async function countersOf(circle: TestCircle) {
  const counted = await deps.db
    .selectFrom('circles')
    .select(['keepCount', 'adminKeepCount'])
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  const days = await deps.db
    .selectFrom('keepDays')
    .select(['day', 'keeps', 'adminKeeps'])
    .where('circleId', '=', circle.id)
    .where('keeps', '<>', 0)
    .orderBy('day')
    .execute()
  return { ...counted, days }
}

async function countsOf(circle: TestCircle) {
  const days = await deps.db
    .selectFrom('keeps')
    .select([sql<string>`happened_at::date`.as('day'), sql<number>`count(*)`.as('keeps')])
    .select(sql<number>`count(*) filter (where visibility = 'admins')`.as('adminKeeps'))
    .where('circleId', '=', circle.id)
    .where('trashedAt', 'is', null)
    .groupBy('day')
    .orderBy('day')
    .execute()
  const sumOf = (key: 'keeps' | 'adminKeeps') => days.reduce((sum, day) => sum + day[key], 0)
  return { keepCount: sumOf('keeps'), adminKeepCount: sumOf('adminKeeps'), days }
}

/** mulberry32: the same numbers for the same seed. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
