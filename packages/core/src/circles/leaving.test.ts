import type { CirclePermission } from '@kinkeep/contracts/roles'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireMedia } from '../media/access.ts'
import { handleRemoveObjects } from '../media/removal-handlers.ts'
import { mediaKey } from '../media/rules.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { requireFreshCircle } from './access.ts'
import { deleteCircle } from './delete-circle.ts'
import { followCircle } from './follow-circle.ts'
import { handOverCircle } from './hand-over-circle.ts'
import { handlePurgeCircles } from './handlers.ts'
import { listInvitations, pendingInvitations } from './invitation-queries.ts'
import { leaveCircle } from './leave-circle.ts'
import { listCircles, listDeletedCircles } from './queries.ts'
import { removeMember } from './remove-member.ts'
import { restoreCircle } from './restore-circle.ts'
import { sendInvitation } from './send-invitation.ts'
import { setMemberRole } from './set-member-role.ts'

const deps = await createTestDeps()
await deps.hub.start()

test('a circle is handed over: the new owner owns it, the old one is an admin', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'viewer')
  expect(await handOver(circle, circle.owner, vera)).toMatchObject({ role: 'admin' })
  expect(await rolesOf(circle)).toEqual({ [circle.owner.id]: 'admin', [vera.id]: 'owner' })
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('circle.handedOver')
  expect(await publishedEvents(deps, circle)).toHaveLength(2)
  expect(await reasonOf(handOver(circle, circle.owner, vera))).toBe('ROLE_TOO_LOW')
})

test('a circle is handed to nobody outside of it, and only by its owner in person', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const stranger = await newUser(deps)
  expect(await reasonOf(handOver(circle, circle.owner, stranger))).toBe('NOT_FOUND')
  expect(await reasonOf(handOver(circle, admin, admin))).toBe('ROLE_TOO_LOW')
  expect(await reasonOf(handOver(circle, stranger, stranger))).toBe('NOT_FOUND')
  await deps.db
    .updateTable('sessions')
    .set({ provenAt: new Date(deps.clock.now().getTime() - 6 * 60_000) })
    .where('userId', '=', circle.owner.id)
    .execute()
  expect(await reasonOf(handOver(circle, circle.owner, admin))).toBe('REAUTHENTICATION_REQUIRED')
  expect(await rolesOf(circle)).toMatchObject({ [circle.owner.id]: 'owner' })
})

test('whatever happens at once, a circle has one owner afterwards', async () => {
  for (let round = 0; round < 8; round += 1) {
    const circle = await newCircle(deps)
    const [anna, boris] = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'member')]
    const owner = circle.owner
    const toAnna = await freshScope(circle, owner, 'circle.handOver')
    const toBoris = await freshScope(circle, owner, 'circle.handOver')
    const annaLeaves = await scopeIn(deps, circle, anna, 'member.leave')
    const removal = await scopeIn(deps, circle, anna, 'member.remove')
    const { id: circleId } = circle
    await Promise.allSettled([
      handOverCircle(deps, toAnna, { circleId, userId: anna.id }),
      handOverCircle(deps, toBoris, { circleId, userId: boris.id }),
      leaveCircle(deps, annaLeaves),
      removeMember(deps, removal, { circleId, userId: boris.id }),
    ])
    const roles = await rolesOf(circle)
    expect(Object.values(roles).filter((role) => role === 'owner')).toHaveLength(1)
    const { memberCount } = await deps.db
      .selectFrom('circles')
      .select('memberCount')
      .where('id', '=', circleId)
      .executeTakeFirstOrThrow()
    expect(memberCount).toBe(Object.keys(roles).length)
  }
})

test('of two hand-overs at once exactly one happens', async () => {
  const circle = await newCircle(deps)
  const people = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'member')]
  const scope = await freshScope(circle, circle.owner, 'circle.handOver')
  const outcomes = await Promise.allSettled(
    people.map(({ id: userId }) => handOverCircle(deps, scope, { circleId: circle.id, userId })),
  )
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('the database refuses to leave a circle without an owner, whoever asks', async () => {
  const circle = await newCircle(deps)
  const orphan = deps.transaction(async (tx) => {
    await tx
      .updateTable('memberships')
      .set({ role: 'admin' })
      .where('circleId', '=', circle.id)
      .where('role', '=', 'owner')
      .execute()
  })
  await expect(orphan).rejects.toMatchObject({ constraint: 'memberships_some_owner' })
  await expect(deps.db.deleteFrom('users').where('id', '=', circle.owner.id).execute()).rejects.toMatchObject(
    { constraint: 'memberships_some_owner' },
  )
})

test('members leave, the owner cannot, and what they invited is withdrawn', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'admin')
  const veras = await scopeIn(deps, circle, vera, 'invitation.send')
  await sendInvitation(deps, veras, { circleId: circle.id, email: newEmail(), role: 'member' })
  await leaveCircle(deps, await scopeIn(deps, circle, vera, 'member.leave'))
  expect(await reasonOf(scopeIn(deps, circle, vera, 'circle.read'))).toBe('NOT_FOUND')
  expect(await reasonOf(scopeIn(deps, circle, circle.owner, 'member.leave'))).toBe('ROLE_TOO_LOW')
  const owners = await scopeIn(deps, circle, circle.owner, 'invitation.list')
  const { items } = await listInvitations(deps, owners, { circleId: circle.id, limit: 10 })
  expect(items.map(({ state }) => state)).toEqual(['cancelled'])
})

test.each([
  ['owner', 'admin', 'member', 'member'],
  ['owner', 'viewer', 'admin', 'admin'],
  ['admin', 'member', 'viewer', 'viewer'],
  ['admin', 'viewer', 'admin', 'ROLE_TOO_LOW'],
  ['admin', 'admin', 'member', 'ROLE_TOO_LOW'],
  ['admin', 'owner', 'member', 'ROLE_TOO_LOW'],
  ['owner', 'owner', 'admin', 'ROLE_TOO_LOW'],
  ['member', 'viewer', 'member', 'ROLE_TOO_LOW'],
] as const)('%s makes %s a %s: %s', async (actor, target, role, outcome) => {
  const circle = await newCircle(deps)
  const person = (name: typeof actor | typeof target) =>
    name === 'owner' ? circle.owner : newMember(deps, circle, name)
  const asked = await person(actor)
  const { id: userId } = actor === 'owner' && target === 'owner' ? asked : await person(target)
  const answer = async () => {
    const scope = await scopeIn(deps, circle, asked, 'member.setRole')
    return setMemberRole(deps, scope, { circleId: circle.id, userId, role })
  }
  expect(
    await answer().then(
      (member) => member.role,
      (error) => error.reason,
    ),
  ).toBe(outcome)
})

test('a role is set for nobody outside; who may invite no more loses the open invitations', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const admins = await scopeIn(deps, circle, admin, 'invitation.send')
  await sendInvitation(deps, admins, { circleId: circle.id, email: newEmail(), role: 'member' })
  const scope = await scopeIn(deps, circle, circle.owner, 'member.setRole')
  const stranger = { circleId: circle.id, userId: (await newUser(deps)).id, role: 'member' } as const
  expect(await reasonOf(setMemberRole(deps, scope, stranger))).toBe('NOT_FOUND')
  await setMemberRole(deps, scope, { circleId: circle.id, userId: admin.id, role: 'viewer' })
  expect((await publishedEvents(deps, circle)).at(-1)).toEqual({ type: 'invitation.changed' })
})

test('a deleted circle is nowhere, for nobody, by no way; its owner alone can take it back', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'admin')
  const invited = await newUser(deps)
  const inviting = await scopeIn(deps, circle, circle.owner, 'invitation.send')
  const { id: invitationId } = await sendInvitation(deps, inviting, {
    circleId: circle.id,
    email: invited.email,
    role: 'member',
  })
  const media = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [media.id] })
  const before = await scopeIn(deps, circle, vera, 'circle.read')
  const stream = followCircle(deps, before, { lastEventId: '0' }, undefined)
  const first = await stream.next()
  const owner = await freshScope(circle, circle.owner, 'circle.delete')
  await deleteCircle(deps, owner)

  const seen: string[] = []
  for (let item = first; !item.done; item = await stream.next()) seen.push(item.value.data.type)
  expect(seen.at(-1)).toBe('circle.deleted')
  for (const person of [circle.owner, vera]) {
    expect(await reasonOf(scopeIn(deps, circle, person, 'circle.read'))).toBe('NOT_FOUND')
    const where = { circleId: circle.id, mediaId: media.id }
    expect(await reasonOf(requireMedia(deps, person.caller, where))).toBe('NOT_FOUND')
    expect((await listCircles(deps, person.scope, { limit: 10 })).items).toEqual([])
  }
  expect((await pendingInvitations(deps, invited.scope, { limit: 10 })).items).toEqual([])
  expect(await reasonOf(acceptInvitation(deps, invited.scope, { invitationId }))).toBe('NOT_FOUND')
  expect(
    await reasonOf(
      sendInvitation(deps, inviting, { circleId: circle.id, email: newEmail(), role: 'viewer' }),
    ),
  ).toBe('NOT_FOUND')

  expect((await listDeletedCircles(deps, vera.scope, { limit: 10 })).items).toEqual([])
  expect((await listDeletedCircles(deps, circle.owner.scope, { limit: 10 })).items).toMatchObject([
    { id: circle.id, name: 'Home' },
  ])
  const asked = { circleId: circle.id }
  expect(await reasonOf(restoreCircle(deps, vera.scope, asked))).toBe('NOT_FOUND')
  expect(await restoreCircle(deps, circle.owner.scope, asked)).toMatchObject({ role: 'owner' })
  await scopeIn(deps, circle, vera, 'circle.read')
  expect(await reasonOf(restoreCircle(deps, circle.owner.scope, asked))).toBe('NOT_FOUND')
})

test('after a week a circle is purged, rows and objects; twice, and with a late upload, harmlessly', async () => {
  const clock = { now: () => deps.clock.now() }
  const circle = await newCircle(deps)
  const other = await newCircle(deps)
  const keep = await newMedia(deps, other, other.owner)
  const media = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [media.id] })
  const [mine, others] = [mediaKey(circle.id, media.id, 'original'), mediaKey(other.id, keep.id, 'original')]
  await store(mine)
  await store(others)
  await deleteCircle(deps, await freshScope(circle, circle.owner, 'circle.delete'))

  await handlePurgeCircles(deps)
  expect(await deps.storage.sizeOf(mine)).toBe(2)
  deps.clock.advance(7 * secondsPerDay + 1)
  expect(await reasonOf(restoreCircle(deps, circle.owner.scope, { circleId: circle.id }))).toBe('NOT_FOUND')
  await Promise.all([handlePurgeCircles(deps), handlePurgeCircles(deps)])
  await handleRemoveObjects(deps)
  expect(await deps.storage.sizeOf(mine)).toBeUndefined()
  expect(await deps.storage.sizeOf(others)).toBe(2)
  const left = await sql<{ count: number }>`
    select (select count(*) from circles where id = ${circle.id})
      + (select count(*) from media where circle_id = ${circle.id})
      + (select count(*) from keeps where circle_id = ${circle.id}) as count
  `.execute(deps.db)
  expect(left.rows).toEqual([{ count: 0 }])

  // An address that was signed before is still good for a while.
  await store(mine)
  deps.clock.advance(3 * 60 * 60)
  await handleRemoveObjects(deps)
  await handleRemoveObjects(deps)
  expect(await deps.storage.sizeOf(mine)).toBeUndefined()
  expect(await deps.db.selectFrom('objectRemovals').select('prefix').execute()).toEqual([])
  deps.clock.set(clock.now())
})

test('while the store is away, objects wait to be removed', async () => {
  const circle = await newCircle(deps)
  await deleteCircle(deps, await freshScope(circle, circle.owner, 'circle.delete'))
  deps.clock.advance(7 * secondsPerDay + 1)
  await handlePurgeCircles(deps)
  const away = { ...deps.storage, removeAll: () => Promise.reject(new Error('away')) }
  await expect(handleRemoveObjects({ ...deps, storage: away })).rejects.toThrow('away')
  const waiting = await deps.db.selectFrom('objectRemovals').select('prefix').execute()
  expect(waiting).toEqual([{ prefix: `circles/${circle.id}/` }])
})

async function store(key: string): Promise<void> {
  const { Readable } = await import('node:stream')
  await deps.storage.uploadStream(key, Readable.from([Buffer.from('hi')]), 'text/plain')
}

async function handOver(circle: TestCircle, from: TestUser, to: { id: string }) {
  const scope = await freshScope(circle, from, 'circle.handOver')
  return handOverCircle(deps, scope, { circleId: circle.id, userId: to.id })
}

async function freshScope<Permission extends CirclePermission>(
  circle: TestCircle,
  user: TestUser,
  permission: Permission,
) {
  return (await requireFreshCircle(deps, user.caller, circle.id, permission)).scope
}

async function rolesOf(circle: TestCircle): Promise<Record<string, string>> {
  const rows = await deps.db
    .selectFrom('memberships')
    .select(['userId', 'role'])
    .where('circleId', '=', circle.id)
    .execute()
  return Object.fromEntries(rows.map(({ userId, role }) => [userId, role]))
}

function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error) => error.reason ?? String(error),
  )
}
