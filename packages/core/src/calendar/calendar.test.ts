import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newPet } from '@kinkeep/testing/new-pet'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { requireFreshUser } from '../accounts/access.ts'
import { requireFreshCircle } from '../circles/access.ts'
import { deleteCircle } from '../circles/delete-circle.ts'
import { leaveCircle } from '../circles/leave-circle.ts'
import { removeMember } from '../circles/remove-member.ts'
import { restoreCircle } from '../circles/restore-circle.ts'
import { beginMerge } from '../identities/begin-merge.ts'
import { mergeAccounts } from '../identities/merge-accounts.ts'
import type { Deps } from '../platform/deps.ts'
import { hashToken } from '../platform/token-hash.ts'
import { requireFeed } from './access.ts'
import { createFeed } from './create-feed.ts'
import { listFeeds, listOccasions, readFeed } from './queries.ts'
import { revokeFeed } from './revoke-feed.ts'

const deps = await createTestDeps()
const gone = { reason: 'NOT_FOUND' }

test("a year of the family's days, in one statement, of this circle alone", async () => {
  deps.clock.set(new Date('2026-03-10T22:30:00Z'))
  const owner = await newUser(deps, { timeZone: 'Europe/Moscow' })
  const circle = await newCircle(deps, { owner, name: 'Home' })
  const elsewhere = await newCircle(deps)
  await newPet(deps, elsewhere, elsewhere.owner, { birthdate: '2020-05-05' })
  const child = await newChildRow(circle, 'Lev', '2023-05-04')
  const pet = await newPet(deps, circle, owner, { birthdate: '2020-05-01', diedOn: '2025-06-01' })
  const viewer = await newMember(deps, circle, 'viewer')
  for (const [user, anniversary] of [
    [owner, '2027-03-11'],
    [viewer, '2027-03-10'],
  ] as const) {
    const scope = await scopeIn(deps, circle, user, 'calendar.read')
    const input = { circleId: circle.id, from: '2026-03-11', to: '2027-03-31' }
    const { result, statements } = await countStatements(deps, (counted) =>
      listOccasions(counted, scope, input),
    )
    expect(statements).toBe(1)
    expect(result.occasions).toEqual([
      { kind: 'childBirthday', subjectId: child, name: 'Lev', day: '2026-05-04', years: 3 },
      { kind: 'petRemembrance', subjectId: pet.id, name: 'Muska', day: '2026-06-01', years: 1 },
      { kind: 'circleAnniversary', subjectId: circle.id, name: 'Home', day: anniversary, years: 1 },
    ])
  }
})

test('no stranger looks into the calendar', async () => {
  const circle = await newCircle(deps)
  await expect(scopeIn(deps, circle, await newUser(deps), 'calendar.read')).rejects.toMatchObject(gone)
})

test('an address is shown once, kept as a hash, read in two statements, and noted once an hour', async () => {
  const circle = await newCircle(deps, { name: 'Home' })
  await newPet(deps, circle, circle.owner, { birthdate: '2020-05-05' })
  const { token, feed } = await subscribe(circle, circle.owner)
  expect(feed).toMatchObject({ name: 'Phone', usedAt: null })
  const row = await deps.db.selectFrom('calendarFeeds').selectAll().executeTakeFirstOrThrow()
  expect(row.tokenHash).toEqual(hashToken(token))
  expect(JSON.stringify(row)).not.toContain(token)

  const first = await countStatements(deps, (counted) => read(token, counted))
  expect(first.result).toContain('SUMMARY:Muska turns')
  const firstUse = deps.clock.now().toISOString()
  deps.clock.advance(59 * 60)
  const second = await countStatements(deps, (counted) => read(token, counted))
  expect([first.statements, second.statements]).toEqual([3, 2])
  expect((await feedsOf(circle, circle.owner)).items).toEqual([{ ...feed, usedAt: firstUse }])
  deps.clock.advance(61)
  await read(token)
  expect((await feedsOf(circle, circle.owner)).items[0]?.usedAt).toBe(deps.clock.now().toISOString())
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('calendarFeed.created')
})

test("it is written in its member's language", async () => {
  const owner = await newUser(deps, { language: 'ru' })
  const circle = await newCircle(deps, { owner })
  await newPet(deps, circle, owner, { name: 'Муська', birthdate: '2020-05-05' })
  const { token } = await subscribe(circle, owner)
  expect((await read(token)).replaceAll('\r\n ', '')).toContain('SUMMARY:Муська: исполняется')
})

test('a feed is only its own: nobody else lists or revokes it, not even the owner of the circle', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'viewer')
  const { token, feed } = await subscribe(circle, vera)
  expect((await feedsOf(circle, circle.owner)).items).toEqual([])
  await expect(revoke(circle, circle.owner, feed.id)).rejects.toMatchObject(gone)
  const elsewhere = await newCircle(deps, { owner: vera })
  await expect(revoke(elsewhere, vera, feed.id)).rejects.toMatchObject(gone)
  await read(token)
  await revoke(circle, vera, feed.id)
  await expect(read(token)).rejects.toMatchObject(gone)
  await expect(revoke(circle, vera, feed.id)).rejects.toMatchObject(gone)
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('calendarFeed.revoked')
})

test('it ends with the membership, however that ends, and does not come back with it', async () => {
  const circle = await newCircle(deps)
  const [removed, leaving] = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'member')]
  const tokens = [(await subscribe(circle, removed)).token, (await subscribe(circle, leaving)).token]
  const late = await scopeIn(deps, circle, removed, 'calendar.read')
  const owner = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, owner, { circleId: circle.id, userId: removed.id })
  await leaveCircle(deps, await scopeIn(deps, circle, leaving, 'member.leave'))
  await newMember(deps, circle, 'viewer', removed)
  for (const token of tokens) await expect(read(token)).rejects.toMatchObject(gone)

  await removeMember(deps, owner, { circleId: circle.id, userId: removed.id })
  const made = createFeed(deps, late, { circleId: circle.id, name: 'Late' })
  await expect(made).rejects.toMatchObject(gone)
})

test('it goes with the membership when two accounts become one', async () => {
  const circle = await newCircle(deps)
  const merged = await newMember(deps, circle, 'member')
  const kept = await newUser(deps, { language: 'ru' })
  const { token, feed } = await subscribe(circle, merged)
  const browser = newCaller()
  await beginMerge(deps, (await requireFreshUser(deps, kept.caller)).scope, browser)
  await mergeAccounts(deps, (await requireFreshUser(deps, merged.caller)).scope, browser)
  expect(await read(token)).toContain('//RU')
  const rows = await deps.db
    .selectFrom('calendarFeeds')
    .select(['id', 'userId'])
    .where('circleId', '=', circle.id)
    .execute()
  expect(rows).toEqual([{ id: feed.id, userId: kept.id }])
})

test('it is silent while the circle is deleted, and for somebody who is closed out', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const { token } = await subscribe(circle, circle.owner)
  const veras = await subscribe(circle, vera)
  await deps.db
    .updateTable('users')
    .set({ deactivatedAt: deps.clock.now() })
    .where('id', '=', vera.id)
    .execute()
  await expect(read(veras.token)).rejects.toMatchObject(gone)

  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'circle.delete')
  await deleteCircle(deps, scope)
  await expect(read(token)).rejects.toMatchObject(gone)
  await restoreCircle(deps, circle.owner.scope, { circleId: circle.id })
  await read(token)
})

test('nobody has more feeds than they may, however many are made at once; another member has their own', async () => {
  const circle = await newCircle(deps)
  const count = limits.calendarFeedsPerMember
  const tries = await Promise.allSettled(
    Array.from({ length: count + 2 }, () => subscribe(circle, circle.owner)),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(count)
  const refusal = tries.find((each) => each.status === 'rejected')
  expect(refusal?.reason).toMatchObject({ reason: 'TOO_MANY_FEEDS' })
  await subscribe(circle, await newMember(deps, circle, 'viewer'))

  const page = await feedsOf(circle, circle.owner, { limit: 3 })
  const rest = await feedsOf(circle, circle.owner, { limit: 3, cursor: page.nextCursor ?? '' })
  expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([3, count - 3, null])
})

async function subscribe(circle: TestCircle, user: TestUser) {
  const scope = await scopeIn(deps, circle, user, 'calendar.read')
  const { url, feed } = await createFeed(deps, scope, { circleId: circle.id, name: 'Phone' })
  const token = url.slice(`${deps.publicUrl}/calendars/`.length, -'.ics'.length)
  return { token, feed }
}

async function read(token: string, from: Pick<Deps, 'db' | 'clock'> = deps) {
  return readFeed(from, await requireFeed(from, token))
}

async function feedsOf(circle: TestCircle, user: TestUser, paging: { limit?: number; cursor?: string } = {}) {
  const scope = await scopeIn(deps, circle, user, 'calendar.read')
  return listFeeds(deps, scope, { circleId: circle.id, limit: 20, ...paging })
}

async function revoke(circle: TestCircle, user: TestUser, feedId: string) {
  const scope = await scopeIn(deps, circle, user, 'calendar.read')
  return revokeFeed(deps, scope, { circleId: circle.id, feedId })
}

async function newChildRow(circle: TestCircle, name: string, birthdate: string) {
  const now = deps.clock.now()
  const { id } = await deps.db
    .insertInto('children')
    .values({ circleId: circle.id, name, birthdate, createdAt: now, updatedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
