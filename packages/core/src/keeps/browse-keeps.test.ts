import { listTags as tagsContract, onThisDay as thisDayContract } from '@kinkeep/contracts/browse'
import { listKeeps as contract, type KeepView } from '@kinkeep/contracts/keeps'
import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { listTags, readCalendarMonth, readOnThisDay } from './browse-queries.ts'
import { clearFavourite } from './clear-favourite.ts'
import { listKeeps } from './queries.ts'
import { setFavourite } from './set-favourite.ts'
import { trashKeep } from './trash-keep.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()
type Filter = Omit<z.input<typeof contract.input>, 'circleId'>

async function listed(circle: TestCircle, user: TestUser, filter: Filter): Promise<string[]> {
  const scope = await scopeIn(deps, circle, user, 'keep.read')
  const ids: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const input = contract.input.parse({
      limit: 2,
      ...filter,
      circleId: circle.id,
      ...(cursor && { cursor }),
    })
    const page = await listKeeps(deps, scope, input)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}

const namesOf = (keeps: Record<string, KeepView>) => {
  const names = new Map(Object.entries(keeps).map(([name, { id }]) => [id, name]))
  return (ids: string[]) => ids.map((id) => names.get(id) ?? id)
}

async function favour(circle: TestCircle, user: TestUser, keepId: string, isFavourite = true) {
  const scope = await scopeIn(deps, circle, user, 'favourite.set')
  return (isFavourite ? setFavourite : clearFavourite)(deps, scope, { circleId: circle.id, keepId })
}

test('tags, albums, favourites, photos and videos choose, alone and all together, in either order', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const media = async (kind: 'photo' | 'video') => (await newMedia(deps, circle, owner, { kind })).id
  const at = (day: number) => ({ happenedAt: `2025-05-0${day}T10:00:00` })
  const keeps = {
    note: await newKeep(deps, circle, owner, { ...at(1), tags: ['#Lake', 'summer'] }),
    photo: await newKeep(deps, circle, owner, {
      ...{ ...at(2), kind: 'media', mediaIds: [await media('photo')], tags: ['lake'] },
    }),
    video: await newKeep(deps, circle, owner, {
      ...{ ...at(3), kind: 'media', mediaIds: [await media('video')], tags: ['lake', 'summer'] },
    }),
    both: await newKeep(deps, circle, owner, {
      ...{ ...at(4), kind: 'media', mediaIds: [await media('photo'), await media('video')] },
    }),
    plain: await newKeep(deps, circle, owner, at(5)),
  }
  const names = namesOf(keeps)
  const found = async (filter: Filter) => names(await listed(circle, owner, filter))
  const albumId = deps.random.id()
  const now = deps.clock.now()
  const album = { circleId: circle.id, id: albumId, title: 'Album', createdAt: now, updatedAt: now }
  await deps.db.insertInto('albums').values(album).execute()
  for (const { id } of [keeps.note, keeps.video, keeps.plain]) {
    const row = { circleId: circle.id, albumId, keepId: id, addedAt: now }
    await deps.db.insertInto('albumKeeps').values(row).execute()
  }
  await favour(circle, owner, keeps.video.id)
  await favour(circle, owner, keeps.both.id)

  expect(await found({ tag: ' #LAKE' })).toEqual(['video', 'photo', 'note'])
  expect(await found({ tag: 'lake', order: 'oldest' })).toEqual(['note', 'photo', 'video'])
  expect(await found({ tag: 'lake', from: '2025-05-02', to: '2025-05-02' })).toEqual(['photo'])
  expect(await found({ albumId })).toEqual(['plain', 'video', 'note'])
  expect(await found({ favourites: true })).toEqual(['both', 'video'])
  expect(await found({ hasPhotos: true })).toEqual(['both', 'photo'])
  expect(await found({ hasVideos: true })).toEqual(['both', 'video'])
  expect(await found({ hasPhotos: true, hasVideos: true })).toEqual(['both'])
  expect(await found({ hasPhotos: false })).toEqual(['plain', 'video', 'note'])
  expect(await found({ hasVideos: false, kind: 'media' })).toEqual(['photo'])
  const all = { tag: 'summer', albumId, favourites: true, hasVideos: true, kind: 'media' } as const
  expect(await found({ ...all, authorId: owner.id })).toEqual(['video'])
  expect(await found({ ...all, hasPhotos: true })).toEqual([])
  expect(await found({ tag: 'lak' })).toEqual([])

  // Somebody else's favourites are their own; guests have neither those nor albums.
  expect(await listed(circle, await newMember(deps, circle, 'member'), { favourites: true })).toEqual([])
  const guest = await guestScopeIn(deps, circle, await newGuest(deps, circle), 'keep.read')
  for (const filter of [{ favourites: true }, { albumId }] as const) {
    const input = contract.input.parse({ circleId: circle.id, ...filter })
    expect((await listKeeps(deps, guest, input)).items).toEqual([])
  }
})

test('what is moved, changed, hidden or trashed is chosen as it is now', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const member = await newMember(deps, circle, 'member')
  const first = await newKeep(deps, circle, owner, { tags: ['lake'], happenedAt: '2025-05-01T10:00:00' })
  const second = await newKeep(deps, circle, owner, { tags: ['lake'], happenedAt: '2025-05-02T10:00:00' })
  await favour(circle, member, first.id)
  const update = async (keepId: string, change: object) =>
    updateKeep(deps, await scopeIn(deps, circle, owner, 'keep.update'), {
      circleId: circle.id,
      keepId,
      ...change,
    })
  expect(await listed(circle, member, { tag: 'lake' })).toEqual([second.id, first.id])
  await update(first.id, { happenedAt: '2025-05-03T10:00:00' })
  expect(await listed(circle, member, { tag: 'lake' })).toEqual([first.id, second.id])
  await update(second.id, { tags: ['sea'] })
  expect(await listed(circle, member, { tag: 'lake' })).toEqual([first.id])
  await update(first.id, { visibility: 'admins' })
  expect(await listed(circle, member, { tag: 'lake' })).toEqual([])
  expect(await listed(circle, member, { favourites: true })).toEqual([])
  expect(await listed(circle, owner, { tag: 'lake' })).toEqual([first.id])
  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), {
    circleId: circle.id,
    keepId: first.id,
  })
  expect(await listed(circle, owner, { tag: 'lake' })).toEqual([])
})

test('a filtered page costs one statement, whatever is asked', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, { tags: ['lake'] })
  await favour(circle, circle.owner, keep.id)
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const input = contract.input.parse({
    ...{
      circleId: circle.id,
      tag: 'lake',
      favourites: true,
      hasPhotos: false,
      hasVideos: false,
      kind: 'note',
    },
    ...{ from: '2020-01-01', to: '2030-01-01', authorId: circle.owner.id },
  })
  const { result, statements } = await countStatements(deps, (on) => listKeeps(on, scope, input))
  expect(statements).toBe(1)
  expect(result.items).toMatchObject([{ id: keep.id, isFavourite: true, tags: ['lake'] }])
})

test('a favourite is one’s own, can be said twice, and only of what one sees', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'viewer')
  const keep = await newKeep(deps, circle, circle.owner)
  const hidden = await newKeep(deps, circle, circle.owner, { visibility: 'admins' })
  await Promise.all([favour(circle, member, keep.id), favour(circle, member, keep.id)])
  expect(await listed(circle, member, { favourites: true })).toEqual([keep.id])
  expect(await favour(circle, member, keep.id, false)).toEqual({ isFavourite: false })
  await favour(circle, member, keep.id, false)
  expect(await listed(circle, member, { favourites: true })).toEqual([])
  const other = await newCircle(deps)
  for (const isFavourite of [true, false]) {
    for (const [where, who, keepId] of [
      [circle, member, hidden.id],
      [circle, member, deps.random.id()],
      [other, other.owner, keep.id],
    ] as const) {
      await expect(favour(where, who, keepId, isFavourite)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    }
  }
})

test('tags are suggested by how they begin and how often the caller sees them', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const member = await newMember(deps, circle, 'member')
  await newKeep(deps, circle, owner, { tags: ['ёлка', 'new year'] })
  await newKeep(deps, circle, owner, { tags: ['елка', 'new year'] })
  await newKeep(deps, circle, owner, { tags: ['new year', 'secret'], visibility: 'admins' })
  const trashed = await newKeep(deps, circle, owner, { tags: ['gone'] })
  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), {
    circleId: circle.id,
    keepId: trashed.id,
  })
  await newKeep(deps, await newCircle(deps, { owner }), owner, { tags: ['newer elsewhere'] })
  const tags = async (user: TestUser, more: object = {}) => {
    const scope = await scopeIn(deps, circle, user, 'keep.search')
    const input = tagsContract.input.parse({ circleId: circle.id, ...more })
    const { result, statements } = await countStatements(deps, (on) => listTags(on, scope, input))
    expect(statements).toBe(1)
    return result.items.map(({ tag, keeps }) => `${tag} ${keeps}`)
  }
  expect(await tags(owner)).toEqual(['new year 3', 'secret 1', 'елка 1', 'ёлка 1'])
  expect(await tags(member)).toEqual(['new year 2', 'елка 1', 'ёлка 1'])
  expect(await tags(member, { startsWith: 'ЁЛ' })).toEqual(['елка 1', 'ёлка 1'])
  expect(await tags(member, { startsWith: '#New' })).toEqual(['new year 2'])
  expect(await tags(member, { startsWith: 'year' })).toEqual([])
  expect(await tags(member, { startsWith: '%' })).toHaveLength(3)
  expect(await tags(owner, { limit: 1 })).toEqual(['new year 3'])
})

test('tags that only admins see take no place among those that others are told of', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const tags = Array.from(
    { length: limits.tagsPerCircle },
    (_, index) => `b${String(index).padStart(5, '0')}`,
  )
  const last = tags.at(-1) ?? ''
  const { id } = await newKeep(deps, circle, circle.owner)
  // More than one keep may have, and no less than all of them together.
  await deps.db.updateTable('keeps').set({ tags }).where('id', '=', id).execute()
  await newKeep(deps, circle, circle.owner, { tags: ['a hidden one'], visibility: 'admins' })
  const told = async (user: TestUser) => {
    const scope = await scopeIn(deps, circle, user, 'keep.search')
    const input = tagsContract.input.parse({ circleId: circle.id, startsWith: last })
    return (await listTags(deps, scope, input)).items
  }
  expect(await told(member)).toEqual([{ tag: last, keeps: 1 }])
  expect(await told(circle.owner)).toEqual([])
})

test('today in earlier years is what is known to the day, where the reader is', async () => {
  const deps = await createTestDeps()
  deps.clock.set(new Date('2026-03-09T21:30:00Z'))
  const moscow = await newUser(deps, { timeZone: 'Europe/Moscow' })
  const circle = await newCircle(deps, { owner: moscow })
  const at = (happenedAt: string, more: object = {}) => newKeep(deps, circle, moscow, { happenedAt, ...more })
  const first = await at('2020-03-10T08:00:00')
  const last = await at('2025-03-10T23:30:00')
  const hidden = await at('2024-03-10T12:00:00', { visibility: 'admins' })
  await at('2026-03-10T00:10:00')
  await at('2025-03-09T23:30:00')
  await at('2019-03-10T00:00:00', { datePrecision: 'month' })
  const read = async (user: TestUser, more: object = {}) => {
    const scope = await scopeIn(deps, circle, user, 'keep.read')
    const input = thisDayContract.input.parse({ circleId: circle.id, ...more })
    const { result, statements } = await countStatements(deps, (on) => readOnThisDay(on, scope, input))
    expect(statements).toBe(1)
    return result
  }
  const page = await read(moscow)
  expect(page.day).toBe('2026-03-10')
  expect(page.items.map(({ id }) => id)).toEqual([last.id, hidden.id, first.id])
  const next = await read(moscow, { limit: 1 })
  expect((await read(moscow, { limit: 2, cursor: next.nextCursor })).items.map(({ id }) => id)).toEqual([
    hidden.id,
    first.id,
  ])
  const berlin = await newMember(deps, circle, 'member', await newUser(deps, { timeZone: 'Europe/Berlin' }))
  expect((await read(berlin)).day).toBe('2026-03-09')
})

test.each([
  ['2026-02-28', ['2024-02-29', '2023-02-28']],
  ['2028-02-28', ['2023-02-28']],
  ['2028-02-29', ['2024-02-29']],
  ['2026-03-01', []],
])('on %s a leap day is remembered as %j', async (today, days) => {
  const deps = await createTestDeps()
  deps.clock.set(new Date(`${today}T12:00:00Z`))
  const circle = await newCircle(deps)
  for (const day of ['2024-02-29', '2023-02-28'])
    await newKeep(deps, circle, circle.owner, { happenedAt: `${day}T10:00:00` })
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const { items } = await readOnThisDay(deps, scope, thisDayContract.input.parse({ circleId: circle.id }))
  expect(items.map(({ happenedAt }) => happenedAt.slice(0, 10))).toEqual(days)
})

test('a month has its days with their numbers and a photo of each, and says what stands on none', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const member = await newMember(deps, circle, 'member')
  const at = (happenedAt: string, more: object = {}) => newKeep(deps, circle, owner, { happenedAt, ...more })
  const photo = async (happenedAt: string, state: 'ready' | 'processing', more: object = {}) => {
    const { id } = await newMedia(deps, circle, owner, { state })
    await newKeep(deps, circle, owner, { kind: 'media', mediaIds: [id], happenedAt, ...more })
    return id
  }
  await at('2025-05-31T23:59:59')
  await at('2025-06-01T00:00:00')
  await photo('2025-06-01T09:00:00', 'processing')
  const shown = await photo('2025-06-01T10:00:00', 'ready')
  await photo('2025-06-01T12:00:00', 'ready')
  await photo('2025-06-02T12:00:00', 'ready', { visibility: 'admins' })
  await at('2025-06-02T13:00:00')
  await at('2025-06-30T23:59:59')
  await at('2025-06-01T00:00:00', { datePrecision: 'month' })
  await at('2025-06-01T00:00:00', { datePrecision: 'season', visibility: 'admins' })
  await at('2025-07-01T00:00:00')
  const read = async (user: TestUser) => {
    const scope = await scopeIn(deps, circle, user, 'keep.read')
    const input = { circleId: circle.id, month: '2025-06' }
    const { result, statements } = await countStatements(deps, (on) => readCalendarMonth(on, scope, input))
    expect(statements).toBe(1)
    return result
  }
  expect(await read(member)).toEqual({
    days: [
      {
        day: '2025-06-01',
        keeps: 4,
        photo: { id: shown, thumbHash: expect.any(String), version: 1, name: 'photo.jpg' },
      },
      { day: '2025-06-02', keeps: 1, photo: null },
      { day: '2025-06-30', keeps: 1, photo: null },
    ],
    roughly: 1,
  })
  const seen = await read(owner)
  expect(seen.days.map(({ keeps }) => keeps)).toEqual([4, 2, 1])
  expect(seen.days[1]?.photo).not.toBeNull()
  expect(seen.roughly).toBe(2)
})
