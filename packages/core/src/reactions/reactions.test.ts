import type { ReactionKind } from '@kinkeep/contracts/reaction-kinds'
import { listReactions as listContract } from '@kinkeep/contracts/reactions'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest, type TestGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { recordStatements } from '@kinkeep/testing/record-statements'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { trashKeep } from '../keeps/trash-keep.ts'
import { clearReaction } from './clear-reaction.ts'
import { listReactions } from './queries.ts'
import { setReaction } from './set-reaction.ts'

const deps = await createTestDeps()
const none = { like: 0, love: 0, laugh: 0, wow: 0, celebrate: 0 }

test('everybody who reads reacts, each once: another kind takes the place of the first', async () => {
  const { circle, keepId } = await newTalk()
  const viewer = await newMember(deps, circle, 'viewer')
  const guest = await newGuest(deps, circle)
  expect(await react(circle, circle.owner, keepId, 'love')).toEqual({
    reactions: { ...none, love: 1 },
    myReaction: 'love',
  })
  await react(circle, viewer, keepId, 'love')
  await react(circle, guest, keepId, 'wow')
  expect(await react(circle, viewer, keepId, 'laugh')).toEqual({
    reactions: { ...none, love: 1, laugh: 1, wow: 1 },
    myReaction: 'laugh',
  })
  expect(await list(circle, circle.owner, keepId)).toMatchObject([
    { kind: 'love', author: { kind: 'member', id: circle.owner.id, name: 'Anna' }, isOwn: true },
    { kind: 'laugh', author: { kind: 'member', id: viewer.id, name: 'A viewer' }, isOwn: false },
    { kind: 'wow', author: { kind: 'guest', name: 'Grandma Vera' }, isOwn: false },
  ])
  expect(await list(circle, guest, keepId)).toMatchObject([
    { isOwn: false },
    { isOwn: false },
    { isOwn: true },
  ])
})

test('a reaction is taken back; doing either twice changes nothing and tells nobody', async () => {
  const { circle, keepId } = await newTalk()
  const guest = await newGuest(deps, circle)
  for (const who of [circle.owner, guest]) {
    const before = (await publishedEvents(deps, circle)).length
    await react(circle, who, keepId, 'like')
    await react(circle, who, keepId, 'like')
    expect((await publishedEvents(deps, circle)).slice(before)).toEqual([
      { type: 'reactions.changed', keepId },
    ])
    for (let i = 0; i < 2; i += 1) {
      expect(await clear(circle, who, keepId)).toEqual({ reactions: none, myReaction: null })
    }
    expect(await publishedEvents(deps, circle)).toHaveLength(before + 2)
  }
})

test('one person who reacts twenty times at once has one reaction, and it is counted once', async () => {
  const { circle, keepId } = await newTalk()
  const guest = await newGuest(deps, circle)
  const kinds = ['like', 'love', 'laugh', 'wow', 'celebrate'] as const
  for (const who of [circle.owner, guest]) {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => react(circle, who, keepId, kinds[i % 5] ?? 'like')),
    )
  }
  const rows = await list(circle, circle.owner, keepId)
  expect(rows).toHaveLength(2)
  // The counters equal the rows: the database is asked when the file is done.
})

test('two guests by two links are two people, and one of another circle is nobody', async () => {
  const { circle, keepId } = await newTalk()
  const [vera, gleb] = [await newGuest(deps, circle), await newGuest(deps, circle, { name: 'Gleb' })]
  await react(circle, vera, keepId, 'like')
  expect((await react(circle, gleb, keepId, 'like')).reactions.like).toBe(2)
  expect((await clear(circle, vera, keepId)).reactions.like).toBe(1)
  const elsewhere = await newGuest(deps, await newCircle(deps))
  await expect(react(circle, elsewhere, keepId, 'like')).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
})

test('strangers, removed members and other circles find nothing to react to', async () => {
  const { circle, keepId } = await newTalk()
  const other = await newCircle(deps)
  for (const outsider of [await newUser(deps), await newRemovedMember(deps, circle), other.owner]) {
    await expect(react(circle, outsider, keepId, 'like')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    await expect(list(circle, outsider, keepId)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
  for (const id of [keepId, deps.random.id()]) {
    await expectNotFound(other, other.owner, id)
    await expectNotFound(other, await newGuest(deps, other), id)
  }
})

test('a keep in the trash has no reactions for anybody, one for admins only those of admins', async () => {
  const { circle, keepId } = await newTalk()
  const [admin, member] = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'member')]
  await showToAdmins(circle, keepId)
  expect((await react(circle, admin, keepId, 'wow')).reactions.wow).toBe(1)
  for (const who of [member, await newMember(deps, circle, 'viewer'), await newGuest(deps, circle)]) {
    await expectNotFound(circle, who, keepId)
  }
  const second = await newKeep(deps, circle, circle.owner)
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.trash')
  await trashKeep(deps, scope, { circleId: circle.id, keepId: second.id })
  for (const who of [circle.owner, admin]) await expectNotFound(circle, who, second.id)
})

test('who reacted comes in pages, by kind too, in two statements', async () => {
  const { circle, keepId } = await newTalk()
  const members = await Promise.all([1, 2, 3, 4, 5].map(() => newMember(deps, circle, 'viewer')))
  for (const [i, member] of members.entries()) await react(circle, member, keepId, i % 2 ? 'love' : 'like')
  const scope = await scopeIn(deps, circle, circle.owner, 'reaction.read')
  const page = async (cursor?: string) =>
    countStatements(deps, (counted) =>
      listReactions(
        counted,
        scope,
        listContract.input.parse({ circleId: circle.id, keepId, limit: 2, ...(cursor ? { cursor } : {}) }),
      ),
    )
  const found: string[] = []
  let cursor: string | undefined
  do {
    const { result, statements } = await page(cursor)
    expect(statements).toBe(2)
    expect(listContract.output.parse(result)).toEqual(result)
    found.push(...result.items.map(({ author }) => (author.kind === 'member' ? author.id : '')))
    cursor = result.nextCursor ?? undefined
  } while (cursor)
  expect(found).toEqual(members.map(({ id }) => id))
  expect(await list(circle, circle.owner, keepId, 'love')).toHaveLength(2)
})

test('a reaction costs the same few statements on any keep', async () => {
  const { circle, keepId } = await newTalk()
  const scope = await scopeIn(deps, circle, circle.owner, 'reaction.set')
  const input = { circleId: circle.id, keepId, kind: 'like' as const }
  const first = await recordStatements(() => setReaction(deps, scope, input))
  const again = await recordStatements(() => setReaction(deps, scope, input))
  expect([first.statements.length, again.statements.length]).toEqual([statementsOfFirst, 5])
})

/** begin, keep, reaction, counts, activity, event, commit. */
const statementsOfFirst = 7

async function newTalk() {
  const circle = await newCircle(deps)
  return { circle, keepId: (await newKeep(deps, circle, circle.owner)).id }
}

type Person = TestUser | TestGuest

function scopeOf<Permission extends 'reaction.set' | 'reaction.read'>(
  circle: TestCircle,
  who: Person,
  permission: Permission,
) {
  return 'linkId' in who
    ? guestScopeIn(deps, circle, who, permission)
    : scopeIn(deps, circle, who, permission)
}

async function react(circle: TestCircle, who: Person, keepId: string, kind: ReactionKind) {
  return setReaction(deps, await scopeOf(circle, who, 'reaction.set'), { circleId: circle.id, keepId, kind })
}

async function clear(circle: TestCircle, who: Person, keepId: string) {
  return clearReaction(deps, await scopeOf(circle, who, 'reaction.set'), { circleId: circle.id, keepId })
}

async function list(circle: TestCircle, who: Person, keepId: string, kind?: ReactionKind) {
  const input = listContract.input.parse({ circleId: circle.id, keepId, kind })
  return (await listReactions(deps, await scopeOf(circle, who, 'reaction.read'), input)).items
}

async function expectNotFound(circle: TestCircle, who: Person, keepId: string) {
  const attempts = [
    () => react(circle, who, keepId, 'like'),
    () => clear(circle, who, keepId),
    () => list(circle, who, keepId),
  ]
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ reason: 'NOT_FOUND' })
}

async function showToAdmins(circle: TestCircle, keepId: string) {
  await deps.db
    .updateTable('keeps')
    .set({ visibility: 'admins' })
    .where('circleId', '=', circle.id)
    .where('id', '=', keepId)
    .execute()
  // As the verb that restricts a keep would count it.
  await deps.db.updateTable('circles').set({ adminKeepCount: 1 }).where('id', '=', circle.id).execute()
  await deps.db.updateTable('keepDays').set({ adminKeeps: 1 }).where('circleId', '=', circle.id).execute()
}
