import type { DateChange } from '@kinkeep/contracts/date-changes'
import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import type { DatePrecision, DateSource } from '@kinkeep/contracts/media-states'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { recordStatements } from '@kinkeep/testing/record-statements'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { changeDates } from './change-dates.ts'
import { countDoubtful, listDateChanges, listDoubtful, previewDates } from './date-queries.ts'
import { getKeep, readTimeline } from './queries.ts'
import { setVisibility } from './set-visibility.ts'
import { trashKeep } from './trash-keep.ts'
import { undoDates } from './undo-dates.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()

async function photo(
  circle: TestCircle,
  author: TestUser,
  happenedAt: string,
  { dateSource = 'exif', visibility = 'circle' }: { dateSource?: DateSource; visibility?: Visibility } = {},
) {
  const { id: mediaId } = await newMedia(deps, circle, author, { happenedAt, dateSource, happenedOffset: 60 })
  const keep = await newKeep(deps, circle, author, { kind: 'media', mediaIds: [mediaId], visibility })
  return { id: keep.id, mediaId }
}

async function change(
  circle: TestCircle,
  user: TestUser,
  keepIds: string[],
  change: DateChange,
  idempotencyKey?: string,
) {
  const scope = await scopeIn(deps, circle, user, 'media.changeDates')
  return changeDates(deps, scope, {
    circleId: circle.id,
    keepIds,
    change,
    ...(idempotencyKey && { idempotencyKey }),
  })
}

async function undo(circle: TestCircle, user: TestUser, changeId: string | null) {
  const scope = await scopeIn(deps, circle, user, 'media.changeDates')
  return undoDates(deps, scope, { circleId: circle.id, changeId: changeId ?? '' })
}

async function dateOf(circle: TestCircle, keepId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const { happenedAt, happenedOffset, dateSource, datePrecision } = await getKeep(deps, scope, {
    circleId: circle.id,
    keepId,
  })
  return [happenedAt, happenedOffset, dateSource, datePrecision]
}

async function monthsOf(circle: TestCircle, user = circle.owner) {
  const { months } = await readTimeline(deps, await scopeIn(deps, circle, user, 'keep.read'))
  return months.map(({ month, keeps }) => `${month} ${keeps}`)
}

function mediaDate(circle: TestCircle, id: string) {
  return deps.db
    .selectFrom('media')
    .select(['happenedAt', 'happenedOffset', 'dateSource'])
    .where('circleId', '=', circle.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

const shift = (minutes: number): DateChange => ({ kind: 'shift', minutes })
const summer: DateChange = {
  kind: 'set',
  happenedAt: '1968-07-20T12:00:00',
  precision: 'season',
  keepsTime: false,
}

test('a camera an hour and a day behind: keeps and their photos move, over midnight and months, and back again', async () => {
  const circle = await newCircle(deps)
  const one = await photo(circle, circle.owner, '2024-02-28T23:30:00')
  const other = await photo(circle, circle.owner, '2024-01-31T08:00:00', { visibility: 'admins' })
  expect(await monthsOf(circle)).toEqual(['2024-02 1', '2024-01 1'])

  const done = await change(circle, circle.owner, [one.id, other.id], shift(25 * 60))
  expect(done.keeps).toBe(2)
  expect(await dateOf(circle, one.id)).toEqual(['2024-03-01T00:30:00', 60, 'person', 'time'])
  expect(await dateOf(circle, other.id)).toEqual(['2024-02-01T09:00:00', 60, 'person', 'time'])
  expect(await mediaDate(circle, one.mediaId)).toEqual({
    happenedAt: '2024-03-01T00:30:00',
    happenedOffset: 60,
    dateSource: 'person',
  })
  expect(await monthsOf(circle)).toEqual(['2024-03 1', '2024-02 1'])
  expect(await monthsOf(circle, await newMember(deps, circle, 'viewer'))).toEqual(['2024-03 1'])
  expect((await publishedEvents(deps, circle)).filter(({ type }) => type === 'keeps.changed')).toHaveLength(1)
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('dates.changed')

  expect(await undo(circle, circle.owner, done.changeId)).toEqual({ restored: 2, leftAlone: 0 })
  expect(await undo(circle, circle.owner, done.changeId)).toEqual({ restored: 2, leftAlone: 0 })
  expect(await dateOf(circle, one.id)).toEqual(['2024-02-28T23:30:00', 60, 'exif', 'time'])
  expect((await mediaDate(circle, one.mediaId)).happenedAt).toBe('2024-02-28T23:30:00')
  expect(await monthsOf(circle)).toEqual(['2024-02 1', '2024-01 1'])
})

test('a zone moves no wall clock; a confirmed date is a person’s; a season stands at its beginning', async () => {
  const circle = await newCircle(deps)
  const { id, mediaId } = await photo(circle, circle.owner, '2024-02-28T23:30:00', { dateSource: 'fileTime' })
  await change(circle, circle.owner, [id], { kind: 'zone', offsetMinutes: -210 })
  expect(await dateOf(circle, id)).toEqual(['2024-02-28T23:30:00', -210, 'fileTime', 'time'])
  expect((await mediaDate(circle, mediaId)).happenedOffset).toBe(-210)
  await change(circle, circle.owner, [id], { kind: 'confirm' })
  expect(await dateOf(circle, id)).toEqual(['2024-02-28T23:30:00', -210, 'person', 'time'])
  await change(circle, circle.owner, [id], summer)
  expect(await dateOf(circle, id)).toEqual(['1968-06-01T00:00:00', null, 'person', 'season'])
  // Nothing to move by hours there, and no zone to be in.
  expect(await change(circle, circle.owner, [id], shift(-600))).toEqual({ changeId: null, keeps: 0 })
  expect((await change(circle, circle.owner, [id], { kind: 'zone', offsetMinutes: 0 })).keeps).toBe(0)
  expect(await monthsOf(circle)).toEqual(['1968-06 1'])
})

test.each<[DatePrecision, string]>([
  ['time', '2011-05-09T18:15:00'],
  ['day', '2011-05-09T00:00:00'],
])('many of one day keep the time that they have, known to the %s', async (precision, expected) => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, {
    happenedAt: '2024-02-28T18:15:00',
    datePrecision: precision,
  })
  const day = { kind: 'set', happenedAt: '2011-05-09T00:00:00', precision: 'time', keepsTime: true } as const
  await change(circle, circle.owner, [keep.id], day)
  expect(await dateOf(circle, keep.id)).toEqual([expected, null, 'person', precision])
})

test('what is known to the day moves by whole days', async () => {
  const circle = await newCircle(deps)
  const told = { happenedAt: '2024-02-28T18:15:00', datePrecision: 'day' } as const
  const { id } = await newKeep(deps, circle, circle.owner, told)
  expect((await change(circle, circle.owner, [id], shift(-23 * 60))).keeps).toBe(0)
  await change(circle, circle.owner, [id], shift(-49 * 60))
  expect(await dateOf(circle, id)).toEqual(['2024-02-26T00:00:00', null, 'person', 'day'])
})

test('what is not one’s own is as if it were not there, and so is what only admins see, and the trash', async () => {
  const circle = await newCircle(deps)
  const [member, admin] = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'admin')]
  const mine = await photo(circle, member, '2024-02-28T10:00:00')
  const hidden = await photo(circle, member, '2024-02-27T10:00:00')
  const trashed = await photo(circle, member, '2024-02-26T10:00:00')
  const theirs = await photo(circle, circle.owner, '2024-02-25T10:00:00')
  const elsewhere = await newCircle(deps)
  const foreign = await photo(elsewhere, elsewhere.owner, '2024-02-24T10:00:00')
  await deps.transaction((tx) => setVisibility(tx, circle.id, hidden.id, 'admins'))
  const trash = await scopeIn(deps, circle, member, 'keep.trash')
  await trashKeep(deps, trash, { circleId: circle.id, keepId: trashed.id })
  const all = [mine, hidden, trashed, theirs, foreign].map(({ id }) => id)

  const scope = await scopeIn(deps, circle, member, 'media.changeDates')
  const seen = await previewDates(deps, scope, { circleId: circle.id, keepIds: all, change: shift(60) })
  expect(seen).toMatchObject({ keeps: 1, same: 0, items: [{ keepId: mine.id }] })
  const done = await change(circle, member, all, shift(60))
  expect(done.keeps).toBe(1)
  expect((await dateOf(circle, theirs.id))[0]).toBe('2024-02-25T10:00:00')
  expect((await dateOf(circle, hidden.id))[0]).toBe('2024-02-27T10:00:00')

  const other = await newMember(deps, circle, 'member')
  await expect(undo(circle, other, done.changeId)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await expect(undo(elsewhere, elsewhere.owner, done.changeId)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect((await change(circle, admin, all, shift(60))).keeps).toBe(3)
  expect(await undo(circle, admin, done.changeId)).toEqual({ restored: 0, leftAlone: 1 })
})

test('what was edited since is left alone, and after thirty days there is nothing to undo', async () => {
  const circle = await newCircle(deps)
  const [one, other] = [
    await photo(circle, circle.owner, '2024-02-28T10:00:00'),
    await photo(circle, circle.owner, '2024-02-27T10:00:00'),
  ]
  const { changeId } = await change(circle, circle.owner, [one.id, other.id], summer)
  const edit = await scopeIn(deps, circle, circle.owner, 'keep.update')
  await updateKeep(deps, edit, { circleId: circle.id, keepId: other.id, happenedAt: '1969-01-01T10:00:00' })
  expect(await undo(circle, circle.owner, changeId)).toEqual({ restored: 1, leftAlone: 1 })
  expect(await dateOf(circle, one.id)).toEqual(['2024-02-28T10:00:00', 60, 'exif', 'time'])
  expect((await dateOf(circle, other.id))[0]).toBe('1969-01-01T10:00:00')

  const late = await change(circle, circle.owner, [one.id], shift(60))
  const scope = await scopeIn(deps, circle, circle.owner, 'media.changeDates')
  const listed = await listDateChanges(deps, scope, { circleId: circle.id, limit: 10 })
  expect(listed.items).toMatchObject([
    { id: late.changeId, change: { kind: 'shift', minutes: 60 }, keeps: 1, undoneAt: null, leftAlone: null },
    { id: changeId, change: { kind: 'set', precision: 'season' }, keeps: 2, leftAlone: 1 },
  ])
  await deps.db
    .updateTable('dateChanges')
    .set({ createdAt: new Date(deps.clock.now().getTime() - 31 * 24 * 3600 * 1000) })
    .where('circleId', '=', circle.id)
    .execute()
  await expect(undo(circle, circle.owner, late.changeId)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect((await listDateChanges(deps, scope, { circleId: circle.id, limit: 10 })).items).toEqual([])
  await change(circle, circle.owner, [one.id], shift(60))
  const left = await deps.db
    .selectFrom('dateChanges')
    .select('id')
    .where('circleId', '=', circle.id)
    .execute()
  expect(left).toHaveLength(1)
})

test('sent twice it is done once; out of the calendar it is refused and nothing is written', async () => {
  const circle = await newCircle(deps)
  const { id } = await photo(circle, circle.owner, '2024-02-28T10:00:00')
  const key = deps.random.id()
  const [first, second] = await Promise.all([
    change(circle, circle.owner, [id], shift(60), key),
    change(circle, circle.owner, [id], shift(60), key),
  ])
  expect(second).toEqual(first)
  expect((await dateOf(circle, id))[0]).toBe('2024-02-28T11:00:00')
  const early = await newKeep(deps, circle, circle.owner, { happenedAt: '0001-01-01T00:00:00' })
  await expect(change(circle, circle.owner, [id, early.id], shift(-60))).rejects.toMatchObject({
    reason: 'INVALID_INPUT',
    fields: { minutes: ['invalid'] },
  })
  expect((await dateOf(circle, id))[0]).toBe('2024-02-28T11:00:00')
})

/** Without what the process does beside: the queue's own housekeeping, and rate limits that are shared. */
function ours(statements: readonly string[]): string[] {
  return statements.filter((statement) => !/pgboss|rate_limits/.test(statement))
}

test('the number of statements is the same for two keeps and for forty', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.changeDates')
  const ids: string[] = []
  for (let index = 0; index < 40; index += 1) {
    const day = String((index % 28) + 1).padStart(2, '0')
    ids.push((await newKeep(deps, circle, circle.owner, { happenedAt: `2024-02-${day}T10:00:00` })).id)
  }
  const run = async (keepIds: string[], minutes: number) => {
    const input = { circleId: circle.id, keepIds, change: shift(minutes) }
    return recordStatements(() => changeDates(deps, scope, input))
  }
  const few = await run(ids.slice(0, 2), 7 * 24 * 60)
  const many = await run(ids, 40 * 24 * 60)
  expect(many.result.keeps).toBe(40)
  expect(ours(many.statements)).toEqual(ours(few.statements))
  expect(ours(many.statements).length).toBeLessThanOrEqual(15)
  const undone = await recordStatements(() =>
    undoDates(deps, scope, { circleId: circle.id, changeId: many.result.changeId ?? '' }),
  )
  expect(undone.result).toEqual({ restored: 40, leftAlone: 0 })
  expect(ours(undone.statements).length).toBeLessThanOrEqual(12)
})

test('two people who change the same keeps at once, in opposite orders, both get through', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const ids: string[] = []
  for (let index = 1; index <= 12; index += 1) {
    const happenedAt = `2024-0${(index % 9) + 1}-10T10:00:00`
    ids.push((await newKeep(deps, circle, circle.owner, { happenedAt })).id)
  }
  await Promise.all(
    Array.from({ length: 6 }, (_, round) =>
      change(
        circle,
        round % 2 ? admin : circle.owner,
        round % 2 ? ids.toReversed() : ids,
        shift(31 * 24 * 60),
      ),
    ),
  )
  const scope = await scopeIn(deps, circle, circle.owner, 'media.changeDates')
  expect((await listDateChanges(deps, scope, { circleId: circle.id, limit: 20 })).items).toHaveLength(6)
  expect((await dateOf(circle, ids[0] ?? ''))[0]).toBe('2024-08-14T10:00:00')
})

test('the tray has what rests on a file’s time or on when it was sent: one’s own, for admins everybody’s, in pages', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const fileTime = await photo(circle, member, '2024-02-28T10:00:00', { dateSource: 'fileTime' })
  const posted = await photo(circle, member, '2024-02-27T10:00:00', { dateSource: 'posted' })
  const owners = await photo(circle, circle.owner, '2024-02-26T10:00:00', { dateSource: 'posted' })
  await photo(circle, member, '2024-02-25T10:00:00')
  // Written today, about today: nothing to doubt.
  await newKeep(deps, circle, member)
  await newKeep(deps, circle, member, { kind: 'milestone', milestone: 'first_steps' })

  const tray = async (user: TestUser) => {
    const scope = await scopeIn(deps, circle, user, 'media.changeDates')
    const count = await countDoubtful(deps, scope)
    const first = await listDoubtful(deps, scope, { circleId: circle.id, limit: 1 })
    const rest = await listDoubtful(deps, scope, {
      circleId: circle.id,
      limit: 10,
      ...(first.nextCursor && { cursor: first.nextCursor }),
    })
    return { count, ids: [...first.items, ...rest.items].map(({ id }) => id) }
  }
  expect(await tray(member)).toEqual({ count: { count: 2, isMore: false }, ids: [fileTime.id, posted.id] })
  expect(await tray(circle.owner)).toEqual({
    count: { count: 3, isMore: false },
    ids: [fileTime.id, posted.id, owners.id],
  })
  await change(circle, member, [fileTime.id, posted.id], { kind: 'confirm' })
  expect((await tray(member)).count).toEqual({ count: 0, isMore: false })
})

test('what has not been read yet is not asked about, and its guess is not taken for its date', async () => {
  const circle = await newCircle(deps)
  const anna = circle.owner
  const { id: mediaId } = await newMedia(deps, circle, anna, {
    ...{ state: 'processing', happenedAt: '2026-01-05T10:00:00', dateSource: 'fileTime' },
  })
  const { id } = await newKeep(deps, circle, anna, { kind: 'media', mediaIds: [mediaId] })
  const scope = await scopeIn(deps, circle, anna, 'media.changeDates')
  expect(await countDoubtful(deps, scope)).toEqual({ count: 0, isMore: false })
  const guess = await dateOf(circle, id)
  for (const some of [
    { kind: 'confirm' },
    { kind: 'shift', minutes: 60 },
    { kind: 'zone', offsetMinutes: 120 },
    { kind: 'set', happenedAt: '2020-05-01T00:00:00', precision: 'day', keepsTime: true },
  ] as const) {
    const asked = { circleId: circle.id, keepIds: [id], change: some }
    expect(await previewDates(deps, scope, asked), some.kind).toMatchObject({ keeps: 0, same: 1 })
    expect(await change(circle, anna, [id], some), some.kind).toEqual({ changeId: null, keeps: 0 })
  }
  expect(await dateOf(circle, id)).toEqual(guess)

  // A day that somebody knows may be said before, and taken back: then it is the file's, which has told meanwhile.
  const day = { kind: 'set', happenedAt: '2020-05-01T00:00:00', precision: 'day', keepsTime: false } as const
  const { changeId } = await change(circle, anna, [id], day)
  await deps.db
    .updateTable('media')
    .set({ state: 'ready', happenedAt: '2024-07-14T15:30:00', happenedOffset: 120, dateSource: 'exif' })
    .set({ mime: 'image/jpeg', width: 10, height: 10, thumbHash: 'x' })
    .where('id', '=', mediaId)
    .execute()
  expect(await undo(circle, anna, changeId)).toEqual({ restored: 1, leftAlone: 0 })
  expect(await dateOf(circle, id)).toEqual(['2024-07-14T15:30:00', 120, 'exif', 'time'])
})

test('a keep that is known roughly stands at the beginning, whatever time it is sent with', async () => {
  const circle = await newCircle(deps)
  const told = { happenedAt: '1969-02-20T18:15:00', happenedOffset: 60, datePrecision: 'season' } as const
  const { id } = await newKeep(deps, circle, circle.owner, told)
  expect(await dateOf(circle, id)).toEqual(['1968-12-01T00:00:00', null, 'person', 'season'])
  const edit = await scopeIn(deps, circle, circle.owner, 'keep.update')
  const decade = { happenedAt: '1975-02-20T18:15:00', datePrecision: 'decade' } as const
  await updateKeep(deps, edit, { circleId: circle.id, keepId: id, ...decade })
  expect(await dateOf(circle, id)).toEqual(['1970-01-01T00:00:00', null, 'person', 'decade'])
  expect(await monthsOf(circle)).toEqual(['1970-01 1'])
})
