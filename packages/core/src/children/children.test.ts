import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { removeMember } from '../circles/remove-member.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { createChild } from './create-child.ts'
import { deleteChild } from './delete-child.ts'
import { getChild, listChildren } from './queries.ts'
import { updateChild } from './update-child.ts'

const deps = await createTestDeps()

test('a child is added once however often it is sent, and the circle is told', async () => {
  const circle = await newCircle(deps)
  const input = { name: 'Mila', birthdate: '2020-05-17', pronouns: 'she/her', sex: 'female' as const }
  const idempotencyKey = deps.random.id()
  const both = await Promise.all([
    newChild(deps, circle, circle.owner, { ...input, idempotencyKey }),
    newChild(deps, circle, circle.owner, { ...input, idempotencyKey }),
  ])
  expect(both[0]).toEqual({
    id: both[1].id,
    ...input,
    avatarMediaId: null,
    avatarVersion: null,
    isGrown: false,
    userId: null,
    isMine: false,
    mayChange: true,
    mayDelete: true,
  })
  expect(both[1]).toEqual(both[0])
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'child.changed', childId: both[0].id }])
  expect(await auditedActions(deps, { circleId: circle.id })).toEqual(['circle.created', 'child.created'])
  const activities = await deps.db
    .selectFrom('activities')
    .select(['kind', 'childId'])
    .where('circleId', '=', circle.id)
    .execute()
  expect(activities).toEqual([{ kind: 'child.added', childId: both[0].id }])
})

test('whoever looks into the circle sees its children, oldest first, a page at a time, in one statement', async () => {
  const circle = await newCircle(deps)
  const younger = await newChild(deps, circle, circle.owner, { birthdate: '2022-01-02', sex: 'male' })
  const twins = [
    await newChild(deps, circle, circle.owner, { birthdate: '2018-01-02' }),
    await newChild(deps, circle, circle.owner, { birthdate: '2018-01-02' }),
  ]
  const elsewhere = await newCircle(deps)
  const foreign = await newChild(deps, elsewhere, elsewhere.owner)
  const viewer = await scopeIn(deps, circle, await newMember(deps, circle, 'viewer'), 'child.read')
  const guest = await guestScopeIn(deps, circle, await newGuest(deps, circle), 'child.read')
  for (const scope of [viewer, guest]) {
    const { result: first, statements } = await countStatements(deps, (counted) =>
      listChildren(counted, scope, { circleId: circle.id, limit: 2 }),
    )
    expect(statements).toBe(1)
    expect(first.items.map(({ id }) => id)).toEqual(twins.map(({ id }) => id))
    const cursor = first.nextCursor ?? undefined
    const second = await listChildren(deps, scope, { circleId: circle.id, limit: 2, cursor })
    expect(second.items).toMatchObject([{ id: younger.id, mayChange: false, mayDelete: false }])
    expect(second.nextCursor).toBeNull()
    // A guest reads no growth chart, and so not by which it would be drawn.
    expect(second.items[0]?.sex).toBe(scope === viewer ? 'male' : null)
    await expect(getChild(deps, scope, { circleId: circle.id, childId: foreign.id })).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
  }
})

test.each(['2031-01-02', '1899-12-31', '2300-01-01'])('nobody is born on %s', async (birthdate) => {
  const refused = { reason: 'INVALID_INPUT', fields: { birthdate: ['invalid'] } }
  deps.clock.set(new Date('2031-01-01T12:00:00Z'))
  const owner = await newUser(deps)
  const circle = await newCircle(deps, { owner })
  await expect(newChild(deps, circle, owner, { birthdate })).rejects.toMatchObject(refused)
  const child = await newChild(deps, circle, owner)
  await expect(change(circle, owner, child.id, { birthdate })).rejects.toMatchObject(refused)
})

test('today is where the person is: east of the server it has begun already', async () => {
  deps.clock.set(new Date('2031-01-01T12:00:00Z'))
  const owner = await newUser(deps, { timeZone: 'Pacific/Auckland' })
  const circle = await newCircle(deps, { owner })
  const child = await newChild(deps, circle, owner, { birthdate: '2031-01-02' })
  expect(child.birthdate).toBe('2031-01-02')
})

test('members change a child, viewers do not, and only owners and admins delete it', async () => {
  const circle = await newCircle(deps)
  const [admin, member, viewer] = [
    await newMember(deps, circle, 'admin'),
    await newMember(deps, circle, 'member'),
    await newMember(deps, circle, 'viewer'),
  ]
  const child = await newChild(deps, circle, member, { pronouns: 'they' })
  expect(child).toMatchObject({ mayChange: true, mayDelete: false })
  expect(await change(circle, admin, child.id, { name: 'Milena', pronouns: null })).toMatchObject({
    name: 'Milena',
    pronouns: null,
    birthdate: child.birthdate,
  })
  await expect(change(circle, viewer, child.id, { name: 'X' })).rejects.toMatchObject({
    reason: 'ROLE_TOO_LOW',
  })
  for (const role of [member, viewer])
    await expect(remove(circle, role, child.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  await remove(circle, admin, child.id)
  await expect(remove(circle, admin, child.id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('child.deleted')
})

test('a child of another circle is changed and deleted by nobody here', async () => {
  const [circle, elsewhere] = [await newCircle(deps), await newCircle(deps)]
  const foreign = await newChild(deps, elsewhere, elsewhere.owner)
  const notFound = { reason: 'NOT_FOUND' }
  await expect(change(circle, circle.owner, foreign.id, { name: 'X' })).rejects.toMatchObject(notFound)
  await expect(remove(circle, circle.owner, foreign.id)).rejects.toMatchObject(notFound)
})

test('a grown child alone changes and deletes their profile, whatever their role', async () => {
  const circle = await newCircle(deps)
  const grown = await newMember(deps, circle, 'viewer')
  const child = await newChild(deps, circle, circle.owner)
  await growUp(circle, child.id, grown)
  for (const other of [circle.owner, await newMember(deps, circle, 'admin')]) {
    const refused = { reason: 'CHILD_IS_GROWN' }
    await expect(change(circle, other, child.id, { name: 'X' })).rejects.toMatchObject(refused)
    await expect(remove(circle, other, child.id)).rejects.toMatchObject(refused)
  }
  const seen = await getChild(deps, await scopeIn(deps, circle, circle.owner, 'child.read'), {
    circleId: circle.id,
    childId: child.id,
  })
  expect(seen).toMatchObject({ isGrown: true, userId: grown.id, isMine: false, mayChange: false })
  const guest = await guestScopeIn(deps, circle, await newGuest(deps, circle), 'child.read')
  expect(await getChild(deps, guest, { circleId: circle.id, childId: child.id })).toMatchObject({
    isGrown: true,
    userId: null,
    isMine: false,
  })
  expect(await change(circle, grown, child.id, { name: 'Lyudmila' })).toMatchObject({
    name: 'Lyudmila',
    isMine: true,
    mayChange: true,
    mayDelete: true,
  })
  await remove(circle, grown, child.id)
})

test('its picture is a photo that the whole circle sees, and shows only as long as it does', async () => {
  const [circle, elsewhere] = [await newCircle(deps), await newCircle(deps)]
  const shown = await photoOfKeep(circle)
  const loose = await newMedia(deps, circle, circle.owner)
  const foreign = await photoOfKeep(elsewhere)
  const hidden = await photoOfKeep(circle, 'admins')
  for (const photo of [loose, foreign, hidden]) {
    const tried = newChild(deps, circle, circle.owner, { avatarMediaId: photo.id })
    await expect(tried).rejects.toMatchObject({ reason: 'MEDIA_NOT_USABLE' })
  }
  const child = await newChild(deps, circle, circle.owner)
  const changed = await change(circle, circle.owner, child.id, { avatarMediaId: shown.id })
  expect(changed.avatarMediaId).toBe(shown.id)
  await trashKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.trash'), {
    circleId: circle.id,
    keepId: shown.keepId,
  })
  const reader = await scopeIn(deps, circle, circle.owner, 'child.read')
  const seen = await getChild(deps, reader, { circleId: circle.id, childId: child.id })
  expect(seen.avatarMediaId).toBeNull()
})

test('a child that goes leaves the keeps that show it, which stay with the others on them', async () => {
  const circle = await newCircle(deps)
  const [gone, stays] = [
    await newChild(deps, circle, circle.owner),
    await newChild(deps, circle, circle.owner),
  ]
  const keep = await newKeep(deps, circle, circle.owner, { childIds: [gone.id, stays.id] })
  await remove(circle, circle.owner, gone.id)
  const row = await deps.db
    .selectFrom('keeps')
    .select('childIds')
    .where('id', '=', keep.id)
    .executeTakeFirstOrThrow()
  expect(row.childIds).toEqual([stays.id])
  expect((await publishedEvents(deps, circle)).slice(-2)).toEqual([
    { type: 'child.changed', childId: gone.id },
    { type: 'keeps.changed' },
  ])
})

test('a keep that names a child while it goes names it no longer', async () => {
  const circle = await newCircle(deps)
  const child = await newChild(deps, circle, circle.owner)
  await Promise.allSettled([
    ...[1, 2, 3].map(() => newKeep(deps, circle, circle.owner, { childIds: [child.id] })),
    remove(circle, circle.owner, child.id),
  ])
  const rows = await deps.db
    .selectFrom('keeps')
    .select('childIds')
    .where('circleId', '=', circle.id)
    .execute()
  for (const { childIds } of rows) expect(childIds).toEqual([])
})

test('no circle has more children than it may, however many are added at once', async () => {
  const circle = await newCircle(deps)
  const now = deps.clock.now()
  await deps.db
    .insertInto('children')
    .values(
      Array.from({ length: limits.childrenPerCircle - 1 }, () => ({
        circleId: circle.id,
        id: deps.random.id(),
        name: 'Child',
        birthdate: '2020-01-01',
        createdAt: now,
        updatedAt: now,
      })),
    )
    .execute()
  const tries = await Promise.allSettled([1, 2, 3].map(() => newChild(deps, circle, circle.owner)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refusal = tries.find((each) => each.status === 'rejected')
  expect(refusal?.reason).toMatchObject({ reason: 'TOO_MANY_PROFILES' })
})

test('whoever was removed meanwhile adds nobody', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const scope = await scopeIn(deps, circle, member, 'child.create')
  await removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), {
    circleId: circle.id,
    userId: member.id,
  })
  const tried = createChild(deps, scope, { circleId: circle.id, name: 'Mila', birthdate: '2020-05-17' })
  await expect(tried).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

async function change(
  circle: TestCircle,
  user: TestUser,
  childId: string,
  changes: Omit<Parameters<typeof updateChild>[2], 'circleId' | 'childId'>,
) {
  const scope = await scopeIn(deps, circle, user, 'child.update')
  return updateChild(deps, scope, { circleId: circle.id, childId, ...changes })
}

async function remove(circle: TestCircle, user: TestUser, childId: string) {
  const scope = await scopeIn(deps, circle, user, 'child.delete')
  return deleteChild(deps, scope, { circleId: circle.id, childId })
}

function growUp(circle: TestCircle, childId: string, user: TestUser) {
  return deps.db
    .updateTable('children')
    .set({ userId: user.id })
    .where('circleId', '=', circle.id)
    .where('id', '=', childId)
    .execute()
}

async function photoOfKeep(circle: TestCircle, visibility: 'circle' | 'admins' = 'circle') {
  const { id } = await newMedia(deps, circle, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id], visibility })
  return { id, keepId: keep.id }
}
