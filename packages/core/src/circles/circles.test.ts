import { limits } from '@kinkeep/contracts/limits'
import {
  type CirclePermission,
  can,
  circlePermissions,
  type MemberRole,
  memberRoles,
} from '@kinkeep/contracts/roles'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, newRemovedMember, scopeIn } from '@kinkeep/testing/new-circle'
import { newCaller, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { requireCircle } from './access.ts'
import { createCircle } from './create-circle.ts'
import { getCircle, listCircles, listMembers } from './queries.ts'
import { updateCircle } from './update-circle.ts'

const deps = await createTestDeps()

test('whoever makes a circle owns it', async () => {
  const anna = await newUser(deps)
  const view = await createCircle(deps, anna.scope, { name: 'Home', description: '' })
  expect(view).toMatchObject({ name: 'Home', description: null, role: 'owner', memberCount: 1, keepCount: 0 })
  expect(await auditedActions(deps, { circleId: view.id })).toEqual(['circle.created'])
})

test('a call repeated with its key, even five times at once, makes one circle', async () => {
  const anna = await newUser(deps)
  const idempotencyKey = deps.random.id()
  const views = await Promise.all(
    Array.from({ length: 5 }, () => createCircle(deps, anna.scope, { name: 'Home', idempotencyKey })),
  )
  expect(new Set(views.map((view) => view.id)).size).toBe(1)
  expect((await listCircles(deps, anna.scope, { limit: 20 })).items).toHaveLength(1)

  const other = await createCircle(deps, (await newUser(deps)).scope, { name: 'Home', idempotencyKey })
  expect(other.id).not.toBe(views[0]?.id)
})

test('nobody has more circles than fit, also when they ask in parallel', async () => {
  const anna = await newUser(deps)
  await fillWithCircles(anna.id, limits.circlesPerUser - 1)
  const tries = await Promise.allSettled(
    Array.from({ length: 3 }, () => createCircle(deps, anna.scope, { name: 'One more' })),
  )
  const refused = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason.reason] : []))
  expect(refused).toEqual(['TOO_MANY_CIRCLES', 'TOO_MANY_CIRCLES'])
})

test('a circle has one owner: the database refuses a second', async () => {
  const circle = await newCircle(deps)
  const other = await newUser(deps)
  const second = deps.db
    .insertInto('memberships')
    .values({ circleId: circle.id, userId: other.id, role: 'owner', joinedAt: deps.clock.now() })
    .execute()
  await expect(second).rejects.toThrow('memberships_one_owner')
})

test('circles are listed page by page, complete, with the caller’s own role and nobody else’s circles', async () => {
  const anna = await newUser(deps)
  const own = [await newCircle(deps, { owner: anna }), await newCircle(deps, { owner: anna })]
  const joined = await newCircle(deps)
  await newMember(deps, joined, 'viewer', anna)
  await newCircle(deps)

  const first = await countStatements(deps, (counted) => listCircles(counted, anna.scope, { limit: 2 }))
  const second = await listCircles(deps, anna.scope, { limit: 2, cursor: first.result.nextCursor ?? '' })
  const all = [...first.result.items, ...second.items]
  expect(first.statements).toBe(1)
  expect(all.map((circle) => circle.id).toSorted()).toEqual(
    [...own, joined].map((circle) => circle.id).toSorted(),
  )
  expect(all.find((circle) => circle.id === joined.id)).toMatchObject({ role: 'viewer', memberCount: 2 })
  expect(second.nextCursor).toBeNull()
})

test.each(['', '!', 'bm90IGpzb24', Buffer.from('["x"]').toString('base64url')])(
  'a cursor that no list answered (%s) is refused',
  async (cursor) => {
    const anna = await newUser(deps)
    const page = listCircles(deps, anna.scope, { limit: 2, cursor })
    await expect(page).rejects.toMatchObject({ reason: 'INVALID_INPUT', fields: { cursor: ['invalid'] } })
  },
)

test('members are listed to members, in one statement', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'viewer')
  const scope = await scopeIn(deps, circle, vera, 'member.list')
  const { result, statements } = await countStatements(deps, (counted) =>
    listMembers(counted, scope, { circleId: circle.id, limit: 20 }),
  )
  expect(statements).toBe(1)
  expect(result.items.map(({ userId, role }) => [userId, role]).toSorted()).toEqual(
    [
      [circle.owner.id, 'owner'],
      [vera.id, 'viewer'],
    ].toSorted(),
  )
})

test('a circle is renamed for all; what is not given stays', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const scope = await scopeIn(deps, circle, admin, 'circle.update')
  await updateCircle(deps, scope, { circleId: circle.id, description: 'Ours' })
  const view = await updateCircle(deps, scope, { circleId: circle.id, name: 'The Smiths' })
  expect(view).toMatchObject({ name: 'The Smiths', description: 'Ours', role: 'admin' })
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'circle.changed' })

  const cleared = await updateCircle(deps, scope, { circleId: circle.id, description: null })
  expect(cleared).toMatchObject({ name: 'The Smiths', description: null })
})

test('each role may do exactly what the table says', async () => {
  const circle = await newCircle(deps)
  const people = {
    owner: circle.owner,
    admin: await newMember(deps, circle, 'admin'),
    member: await newMember(deps, circle, 'member'),
    viewer: await newMember(deps, circle, 'viewer'),
  }
  for (const permission of Object.keys(circlePermissions) as CirclePermission[]) {
    const allowed: MemberRole[] = []
    for (const role of memberRoles) {
      const opened = requireCircle(deps, people[role].caller, circle.id, permission)
      const answer = await opened.catch((error) => error.reason)
      if (answer !== 'ROLE_TOO_LOW') {
        expect(answer.scope).toMatchObject({ circleId: circle.id, role, permission })
        allowed.push(role)
      }
    }
    expect(allowed).toEqual(memberRoles.filter((role) => can(role, permission)))
  }
})

test('a stranger, a removed member and a circle that never was are the same NOT_FOUND', async () => {
  const circle = await newCircle(deps)
  const stranger = (await newCircle(deps)).owner
  const removed = await newRemovedMember(deps, circle)
  for (const permission of Object.keys(circlePermissions) as CirclePermission[]) {
    const refusals = [
      requireCircle(deps, stranger.caller, circle.id, permission),
      requireCircle(deps, removed.caller, circle.id, permission),
      requireCircle(deps, stranger.caller, deps.random.id(), permission),
    ]
    const errors = await Promise.all(refusals.map((refusal) => refusal.catch((error) => error)))
    for (const error of errors) expect(error).toMatchObject({ reason: 'NOT_FOUND', fields: undefined })
  }
  const anonymous = requireCircle(deps, newCaller(), circle.id, 'circle.read')
  await expect(anonymous).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
})

test('the proof of a circle costs one statement, and reading it another', async () => {
  const circle = await newCircle(deps)
  const { statements } = await countStatements(deps, async (counted) =>
    getCircle(counted, await scopeIn(counted, circle, circle.owner, 'circle.read')),
  )
  expect(statements).toBe(2)
})

async function fillWithCircles(userId: string, count: number): Promise<void> {
  const now = deps.clock.now()
  const circles = Array.from({ length: count }, () => ({
    id: deps.random.id(),
    name: 'Filling',
    memberCount: 2,
    createdAt: now,
    updatedAt: now,
  }))
  await deps.db.insertInto('circles').values(circles).execute()
  const of = (userId: string, role: 'owner' | 'viewer') =>
    circles.map(({ id }) => ({ circleId: id, userId, role, joinedAt: now }))
  const owner = await newUser(deps)
  await deps.db
    .insertInto('memberships')
    .values([...of(owner.id, 'owner'), ...of(userId, 'viewer')])
    .execute()
}
