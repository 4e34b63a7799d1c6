import { type KeepView, updateKeep as updateContract } from '@kinkeep/contracts/keeps'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { getKeep, listKeeps } from './queries.ts'
import { restoreKeep } from './restore-keep.ts'
import { trashKeep } from './trash-keep.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()

test('a note is kept today, as the author’s calendar has it', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps, { owner: await newUser(deps, { timeZone: 'Asia/Tokyo' }) })
  deps.clock.set(new Date('2026-03-31T20:15:30.500Z'))
  const keep = await newKeep(deps, circle, circle.owner, { title: 'Cherry', body: 'Blossom.' })
  expect(keep).toMatchObject({
    kind: 'note',
    title: 'Cherry',
    body: 'Blossom.',
    milestone: null,
    happenedAt: '2026-04-01T05:15:30',
    happenedOffset: 9 * 60,
    dateSource: 'posted',
    author: { id: circle.owner.id, name: 'Anna', avatarId: null },
    media: [],
    editedAt: null,
    trashedAt: null,
  })
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'keep.changed', keepId: keep.id }])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('keep.created')
})

test('a milestone has its kind and the date the author gave', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, {
    kind: 'milestone',
    milestone: 'first_steps',
    happenedAt: '2024-02-29T23:30:00',
    happenedOffset: -300,
  })
  expect(keep).toMatchObject({
    kind: 'milestone',
    milestone: 'first_steps',
    happenedAt: '2024-02-29T23:30:00',
    happenedOffset: -300,
    dateSource: 'person',
  })
})

test('photos come in the author’s order, and the earliest well-known date is the keep’s', async () => {
  const circle = await newCircle(deps)
  const photo = (happenedAt: string, dateSource: 'exif' | 'fileTime') =>
    newMedia(deps, circle, circle.owner, { happenedAt, dateSource, happenedOffset: 60 })
  const later = await photo('2025-07-14T18:00:00', 'exif')
  const earlier = await photo('2025-07-14T09:00:00', 'exif')
  const guessed = await photo('2001-01-01T00:00:00', 'fileTime')
  const mediaIds = [later.id, guessed.id, earlier.id]

  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds, body: 'At the sea' })
  expect(keep.media.map((media) => media.id)).toEqual(mediaIds)
  expect(keep).toMatchObject({ happenedAt: '2025-07-14T09:00:00', happenedOffset: 60, dateSource: 'exif' })
  expect(await days(circle)).toEqual({ '2025-07-14': 1 })
})

test('a date the author gives stands above what the photos say', async () => {
  const circle = await newCircle(deps)
  const media = await newMedia(deps, circle, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, {
    kind: 'media',
    mediaIds: [media.id],
    happenedAt: '1999-12-31T23:59:59',
  })
  expect(keep).toMatchObject({ happenedAt: '1999-12-31T23:59:59', dateSource: 'person' })
})

test('a call repeated with its key, even five times at once, makes one keep', async () => {
  const circle = await newCircle(deps)
  const idempotencyKey = deps.random.id()
  const views = await Promise.all(
    Array.from({ length: 5 }, () => newKeep(deps, circle, circle.owner, { idempotencyKey })),
  )
  expect(new Set(views.map((view) => view.id)).size).toBe(1)
  expect(await counted(circle)).toBe(1)
  expect(await publishedEvents(deps, circle)).toHaveLength(1)

  const vera = await newMember(deps, circle, 'member')
  expect((await newKeep(deps, circle, vera, { idempotencyKey })).id).not.toBe(views[0]?.id)
})

test('photos of another circle, of somebody else, of another keep, without bytes or unknown cannot be used', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const elsewhere = await newCircle(deps, { owner: circle.owner })
  const used = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [used.id] })
  const refused = [
    await newMedia(deps, elsewhere, circle.owner),
    await newMedia(deps, circle, vera),
    used,
    await newMedia(deps, circle, circle.owner, { state: 'requested' }),
    { id: deps.random.id() },
  ]
  const own = await newMedia(deps, circle, circle.owner)
  const before = await counted(circle)
  for (const media of refused) {
    const keep = newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [own.id, media.id] })
    await expect(keep).rejects.toMatchObject({ reason: 'MEDIA_NOT_USABLE' })
  }
  expect(await counted(circle)).toBe(before)
})

test('one photo offered to two keeps at once becomes part of one', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner)
  const both = await Promise.allSettled(
    [1, 2].map(() => newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })),
  )
  expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  expect(both.find((each) => each.status === 'rejected')?.reason.reason).toBe('MEDIA_NOT_USABLE')
  expect(await counted(circle)).toBe(1)
})

test('an edit changes what is given, says so, and leaves the rest', async () => {
  const circle = await newCircle(deps)
  const { id } = await newKeep(deps, circle, circle.owner, { title: 'One', body: 'First.' })
  const edited = await update(circle, circle.owner, { keepId: id, body: 'Second.' })
  expect(edited).toMatchObject({ title: 'One', body: 'Second.', editedAt: deps.clock.now().toISOString() })

  const moved = await update(circle, circle.owner, {
    keepId: id,
    title: null,
    happenedAt: '2020-05-05T10:00:00',
  })
  expect(moved).toMatchObject({ title: null, body: 'Second.', dateSource: 'person' })
  expect(await days(circle)).toEqual({ '2020-05-05': 1 })
})

test('an edit reorders photos, takes new ones and lets others go', async () => {
  const circle = await newCircle(deps)
  const [a, b, c] = await Promise.all([1, 2, 3].map(() => newMedia(deps, circle, circle.owner)))
  if (!a || !b || !c) throw new Error('three photos')
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [a.id, b.id] })
  const edited = await update(circle, circle.owner, { keepId: keep.id, mediaIds: [c.id, a.id] })
  expect(edited.media.map((media) => media.id)).toEqual([c.id, a.id])

  const released = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [b.id] })
  expect(released.media.map((media) => media.id)).toEqual([b.id])
})

test.each<['note' | 'media', Partial<Change>, string, string]>([
  ['note', { body: '' }, 'body', 'required'],
  ['note', { body: null }, 'body', 'required'],
  ['note', { milestone: 'birthday' }, 'milestone', 'invalid'],
  ['media', { mediaIds: [] }, 'mediaIds', 'required'],
  ['media', { milestone: 'birthday' }, 'milestone', 'invalid'],
])('a %s cannot be changed by %o', async (kind, change, field, message) => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner)
  const keep =
    kind === 'note'
      ? await newKeep(deps, circle, circle.owner)
      : await newKeep(deps, circle, circle.owner, { kind, mediaIds: [id] })
  const refusal = update(circle, circle.owner, { keepId: keep.id, ...change })
  await expect(refusal).rejects.toMatchObject({ reason: 'INVALID_INPUT', fields: { [field]: [message] } })
})

test('a keep goes to the trash and comes back to its day; doing either twice changes nothing', async () => {
  const circle = await newCircle(deps)
  const { id } = await newKeep(deps, circle, circle.owner, { happenedAt: '2023-03-03T12:00:00' })
  const trashed = await trash(circle, circle.owner, id)
  expect(trashed.trashedAt).toBe(deps.clock.now().toISOString())
  expect(await trash(circle, circle.owner, id)).toEqual(trashed)
  expect([await counted(circle), await days(circle)]).toEqual([0, {}])
  expect(await titles(circle, circle.owner, false)).toEqual([])
  expect(await titles(circle, circle.owner, true)).toEqual([id])

  const restored = await restore(circle, circle.owner, id)
  expect(restored.trashedAt).toBeNull()
  expect(await restore(circle, circle.owner, id)).toEqual(restored)
  expect([await counted(circle), await days(circle)]).toEqual([1, { '2023-03-03': 1 }])
  expect(await titles(circle, circle.owner, false)).toEqual([id])
  expect(await titles(circle, circle.owner, true)).toEqual([])
})

test('authors change their own keeps, owners and admins everybody’s, other members and viewers none', async () => {
  const circle = await newCircle(deps)
  const author = await newMember(deps, circle, 'member')
  const { id } = await newKeep(deps, circle, author)
  const may = async (user: TestUser) => {
    const actions = [
      () => update(circle, user, { keepId: id, title: 'Changed' }),
      () => trash(circle, user, id),
      () => restore(circle, user, id),
    ]
    const answers: string[] = []
    for (const act of actions) {
      await restore(circle, circle.owner, id)
      if (act === actions[2]) await trash(circle, circle.owner, id)
      answers.push(
        await act().then(
          () => 'yes',
          (error) => error.reason,
        ),
      )
    }
    return answers
  }
  expect(await may(author)).toEqual(['yes', 'yes', 'yes'])
  expect(await may(circle.owner)).toEqual(['yes', 'yes', 'yes'])
  expect(await may(await newMember(deps, circle, 'admin'))).toEqual(['yes', 'yes', 'yes'])
  const member = await newMember(deps, circle, 'member')
  // What lies in the trash is not there for those who could not take it out.
  expect(await may(member)).toEqual(['ROLE_TOO_LOW', 'ROLE_TOO_LOW', 'NOT_FOUND'])
  const viewer = await newMember(deps, circle, 'viewer')
  expect(await may(viewer)).toEqual(['ROLE_TOO_LOW', 'ROLE_TOO_LOW', 'ROLE_TOO_LOW'])
  expect(await may(await newRemovedMember(deps, circle))).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
  expect(await may(await newUser(deps))).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
})

test('a keep is not found through another circle, nor one that never was', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps)
  const { id } = await newKeep(deps, circle, circle.owner)
  for (const keepId of [id, deps.random.id()]) {
    const scope = await scopeIn(deps, other, other.owner, 'keep.read')
    const attempts = [
      () => getKeep(deps, scope, { circleId: other.id, keepId }),
      () => update(other, other.owner, { keepId, title: 'Mine' }),
      () => trash(other, other.owner, keepId),
      () => restore(other, other.owner, keepId),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
})

test('a keep in the trash is there for its author and admins only', async () => {
  const circle = await newCircle(deps)
  const [author, member] = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'member')]
  const { id } = await newKeep(deps, circle, author)
  await trash(circle, author, id)
  const read = async (user: TestUser) =>
    getKeep(deps, await scopeIn(deps, circle, user, 'keep.read'), { circleId: circle.id, keepId: id })
  for (const user of [author, circle.owner]) expect(await read(user)).toMatchObject({ id })
  for (const user of [member, await newMember(deps, circle, 'viewer')]) {
    await expect(read(user)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
  expect(await titles(circle, author, true)).toEqual([id])
  expect(await titles(circle, circle.owner, true)).toEqual([id])
  expect(await titles(circle, member, true)).toEqual([])
  const viewer = await newMember(deps, circle, 'viewer')
  await expect(titles(circle, viewer, true)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
})

function inCircle<Input extends object>(circle: TestCircle, input: Input) {
  return { circleId: circle.id, ...input }
}

type Change = Omit<z.input<typeof updateContract.input>, 'circleId'>

async function update(circle: TestCircle, user: TestUser, change: Change): Promise<KeepView> {
  const scope = await scopeIn(deps, circle, user, 'keep.update')
  return updateKeep(deps, scope, { ...updateContract.input.parse(inCircle(circle, change)) })
}

async function trash(circle: TestCircle, user: TestUser, keepId: string): Promise<KeepView> {
  return trashKeep(deps, await scopeIn(deps, circle, user, 'keep.trash'), inCircle(circle, { keepId }))
}

async function restore(circle: TestCircle, user: TestUser, keepId: string): Promise<KeepView> {
  return restoreKeep(deps, await scopeIn(deps, circle, user, 'keep.restore'), inCircle(circle, { keepId }))
}

async function titles(circle: TestCircle, user: TestUser, trashed: boolean): Promise<string[]> {
  const scope = await scopeIn(deps, circle, user, 'keep.read')
  const page = await listKeeps(
    deps,
    scope,
    inCircle(circle, { limit: 100, order: 'newest', trashed } as const),
  )
  return page.items.map((keep) => keep.id)
}

async function counted(circle: TestCircle): Promise<number> {
  const row = await deps.db
    .selectFrom('circles')
    .select('keepCount')
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  return row.keepCount
}

async function days(circle: TestCircle): Promise<Record<string, number>> {
  const rows = await deps.db
    .selectFrom('keepDays')
    .select(['day', 'keeps'])
    .where('circleId', '=', circle.id)
    .where('keeps', '>', 0)
    .execute()
  return Object.fromEntries(rows.map((row) => [row.day, row.keeps]))
}
