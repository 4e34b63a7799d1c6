import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newUpgrade } from '@kinkeep/testing/new-upgrade'
import { newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { readUpgradeAudit } from '../upgrades/queries.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { createInvitationLink } from './create-invitation-link.ts'
import { listInvitations } from './invitation-queries.ts'
import { getCircle } from './queries.ts'
import { removeMember } from './remove-member.ts'
import { sendInvitation } from './send-invitation.ts'

const deps = await createTestDeps()

test('a removed member is out at once, counted and told about', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  await remove(circle, circle.owner, vera)

  await expect(scopeIn(deps, circle, vera, 'circle.read')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const owner = await scopeIn(deps, circle, circle.owner, 'circle.read')
  expect(await getCircle(deps, owner)).toMatchObject({ memberCount: 1 })
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'member.removed', userId: vera.id }])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('member.removed')
})

test.each([
  ['owner', 'admin', 'removed'],
  ['owner', 'viewer', 'removed'],
  ['admin', 'member', 'removed'],
  ['admin', 'viewer', 'removed'],
  ['admin', 'admin', 'ROLE_TOO_LOW'],
  ['admin', 'owner', 'CANNOT_REMOVE_OWNER'],
  ['owner', 'owner', 'CANNOT_REMOVE_OWNER'],
] as const)('%s against %s: %s', async (actor, target, outcome) => {
  const circle = await newCircle(deps)
  const person = (role: typeof actor | typeof target) =>
    role === 'owner' ? circle.owner : newMember(deps, circle, role)
  const answer = await remove(circle, await person(actor), await person(target)).then(
    () => 'removed',
    (error) => error.reason,
  )
  expect(answer).toBe(outcome)
})

test('somebody who is not in the circle, or nobody, is not found', async () => {
  const circle = await newCircle(deps)
  const elsewhere = (await newCircle(deps)).owner
  for (const target of [elsewhere, { id: deps.random.id() }]) {
    await expect(remove(circle, circle.owner, target)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
  await expect(scopeIn(deps, circle, await newUser(deps), 'member.remove')).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
})

test('removed twice at once, a member is counted out once', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const vera = await newMember(deps, circle, 'member')
  const both = await Promise.allSettled([remove(circle, circle.owner, vera), remove(circle, admin, vera)])
  expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  const owner = await scopeIn(deps, circle, circle.owner, 'circle.read')
  expect(await getCircle(deps, owner)).toMatchObject({ memberCount: 2 })
})

test('a removal by somebody who was removed meanwhile is refused', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const vera = await newMember(deps, circle, 'member')
  const scope = await scopeIn(deps, circle, admin, 'member.remove')
  await remove(circle, circle.owner, admin)
  const late = removeMember(deps, scope, { circleId: circle.id, userId: vera.id })
  await expect(late).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('an admin who is put out leaves no way back in: their invitations end, and no late one is sent', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const secondSelf = await newUser(deps)
  const byOwner = await invite(circle, circle.owner, newEmail())
  const byAdmin = await invite(circle, admin, secondSelf.email)
  const scope = await scopeIn(deps, circle, admin, 'invitation.send')
  await remove(circle, circle.owner, admin)

  const backIn = acceptInvitation(deps, secondSelf.scope, { invitationId: byAdmin.id })
  await expect(backIn).rejects.toMatchObject({ reason: 'INVITATION_CANCELLED' })
  const late = sendInvitation(deps, scope, { circleId: circle.id, email: secondSelf.email, role: 'member' })
  await expect(late).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const owner = await scopeIn(deps, circle, circle.owner, 'invitation.list')
  const { items } = await listInvitations(deps, owner, { circleId: circle.id, limit: 20 })
  expect(items.filter(({ state }) => state === 'pending')).toEqual([byOwner])
  expect((await publishedEvents(deps, circle)).at(-1)).toEqual({ type: 'invitation.changed' })
})

test('somebody who is put out comes back by nothing that waits for their own address', async () => {
  const circle = await newCircle(deps)
  const vera = await newUser(deps)
  // Sent before she joined by a link, and forgotten.
  const letter = await invite(circle, circle.owner, vera.email)
  const forOther = await invite(circle, circle.owner, newEmail())
  const maker = await scopeIn(deps, circle, circle.owner, 'invitation.send')
  const link = { circleId: circle.id, role: 'member', maxUses: 1, days: 7 } as const
  const { token } = await createInvitationLink(deps, maker, link)
  await acceptInvitation(deps, vera.scope, { token })
  const { childId } = await newUpgrade(deps, circle, circle.owner, { email: vera.email })
  const other = await newUpgrade(deps, circle, circle.owner)
  await remove(circle, circle.owner, vera)

  const byLetter = acceptInvitation(deps, vera.scope, { invitationId: letter.id })
  await expect(byLetter).rejects.toMatchObject({ reason: 'INVITATION_CANCELLED' })
  expect(await offered(circle, childId)).toBe('revoked')
  expect(await offered(circle, other.childId)).toBe('pending')
  const owner = await scopeIn(deps, circle, circle.owner, 'invitation.list')
  const { items } = await listInvitations(deps, owner, { circleId: circle.id, limit: 20 })
  expect(items.filter(({ state }) => state === 'pending')).toEqual([forOther])
  // Asked for anew, by name and in full knowledge, she is welcome.
  const again = await invite(circle, circle.owner, vera.email)
  await expect(acceptInvitation(deps, vera.scope, { invitationId: again.id })).resolves.toBeDefined()
})

async function offered(circle: TestCircle, childId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'upgrade.read')
  const { current } = await readUpgradeAudit(deps, scope, { circleId: circle.id, childId, limit: 20 })
  return current?.state
}

async function invite(circle: TestCircle, inviter: TestUser, email: string) {
  const scope = await scopeIn(deps, circle, inviter, 'invitation.send')
  return sendInvitation(deps, scope, { circleId: circle.id, email, role: 'member' })
}

async function remove(circle: TestCircle, actor: TestUser, target: { id: string }): Promise<void> {
  const scope = await scopeIn(deps, circle, actor, 'member.remove')
  await removeMember(deps, scope, { circleId: circle.id, userId: target.id })
}
