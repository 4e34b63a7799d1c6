import type { InvitableRole } from '@kinkeep/contracts/roles'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { expect, test, vi } from 'vitest'
import { acceptInvitation } from './accept-invitation.ts'
import { requireFreshCircle } from './access.ts'
import { cancelInvitation } from './cancel-invitation.ts'
import { handOverCircle } from './hand-over-circle.ts'
import { leaveCircle } from './leave-circle.ts'
import { removeMember } from './remove-member.ts'
import { sendInvitation } from './send-invitation.ts'
import { setMemberRole } from './set-member-role.ts'

const deps = await createTestDeps()
const another = await deps.openAnother()
const warn = vi.spyOn(deps.log, 'warn')
const rounds = 6

test('two admins who demote and remove each other stay both: neither stands above the other', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { circle, anna, boris } = await newFamily()
    const answers = await settle([
      await toRemove(circle, anna, boris),
      await toRemove(circle, boris, anna),
      await toSetRole(circle, anna, boris, 'viewer'),
      await toSetRole(circle, boris, anna, 'viewer'),
    ])
    expect(answers).toEqual(Array(4).fill('ROLE_TOO_LOW'))
    expect(await rolesOf(circle)).toEqual({
      [circle.owner.id]: 'owner',
      [anna.id]: 'admin',
      [boris.id]: 'admin',
    })
  }
})

test('the owner demotes both while they go for each other: one at most gets through before', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { circle, anna, boris } = await newFamily()
    const calls = [
      await toSetRole(circle, circle.owner, anna, 'member'),
      await toRemove(circle, anna, boris),
      await toSetRole(circle, boris, anna, 'viewer'),
      await toSetRole(circle, circle.owner, boris, 'viewer', another),
      await toRemove(circle, boris, anna),
    ]
    const answers = await settle(rotate(calls, round))
    const [demotedAnna, removedBoris, loweredAnna, demotedBoris, removedAnna] = rotate(answers, -round)
    expect([demotedAnna, demotedBoris]).toEqual(['done', 'done'])
    // Whoever is still an admin may act on the one who is none any more. Both cannot.
    expect([removedBoris, removedAnna]).not.toEqual(['done', 'done'])
    const roles = await rolesOf(circle)
    expect(roles[boris.id]).toBe(removedBoris === 'done' ? undefined : 'viewer')
    const ofAnna = loweredAnna === 'done' ? 'viewer' : 'member'
    expect(roles[anna.id]).toBe(removedAnna === 'done' ? undefined : ofAnna)
    await expectCounted(circle)
  }
})

test('an admin who is demoted while giving roles gave them before, or not at all', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { circle, anna } = await newFamily()
    const vera = await newMember(deps, circle, 'member')
    const calls = [
      await toSetRole(circle, circle.owner, anna, 'member', another),
      await toSetRole(circle, anna, vera, 'viewer'),
    ]
    const answers = await settle(rotate(calls, round))
    const [demoted, given] = rotate(answers, -round)
    expect(demoted).toBe('done')
    expect(['done', 'ROLE_TOO_LOW']).toContain(given)
    const roles = await rolesOf(circle)
    expect([roles[anna.id], roles[vera.id]]).toEqual(['member', given === 'done' ? 'viewer' : 'member'])
    const told = await auditedActions(deps, { circleId: circle.id })
    expect(told.filter((action) => action === 'member.roleSet')).toHaveLength(given === 'done' ? 2 : 1)
  }
})

test('the owner cannot leave, alone or with others, and while handing over only as who they are then', async () => {
  const alone = await newCircle(deps)
  expect(await settle([atTheDoor(alone, alone.owner)])).toEqual(['ROLE_TOO_LOW'])
  for (let round = 0; round < rounds * 2; round += 1) {
    const { circle, anna } = await newFamily()
    const calls = [atTheDoor(circle, circle.owner), await toHandOver(circle, anna)]
    const answers = await settle(rotate(calls, round))
    const [left, handedOver] = rotate(answers, -round)
    expect(handedOver).toBe('done')
    expect(['done', 'ROLE_TOO_LOW']).toContain(left)
    const roles = await rolesOf(circle)
    expect(roles[anna.id]).toBe('owner')
    expect(roles[circle.owner.id]).toBe(left === 'done' ? undefined : 'admin')
    await expectCounted(circle)
  }
})

test('the owner leaves, and who should follow leaves too: somebody owns it', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { circle, anna } = await newFamily()
    const calls = [
      atTheDoor(circle, circle.owner),
      await toLeave(circle, anna, another),
      await toHandOver(circle, anna),
    ]
    const answers = await settle(rotate(calls, round))
    const [, annaLeft, handedOver] = rotate(answers, -round)
    // One of the two has to stay.
    expect([annaLeft, handedOver].filter((answer) => answer === 'done')).toHaveLength(1)
    const roles = await rolesOf(circle)
    expect(roles[handedOver === 'done' ? anna.id : circle.owner.id]).toBe('owner')
    await expectCounted(circle)
  }
})

test('an invitation by letter is accepted or cancelled, never both', async () => {
  for (let round = 0; round < rounds * 2; round += 1) {
    const circle = await newCircle(deps)
    const vera = await newUser(deps, { email: newEmail() })
    const scope = await scopeIn(deps, circle, circle.owner, 'invitation.send')
    const { id: invitationId } = await sendInvitation(deps, scope, {
      ...{ circleId: circle.id, email: vera.email, role: 'member' },
    })
    const cancelling = await scopeIn(another, circle, circle.owner, 'invitation.cancel')
    const calls = [
      () => acceptInvitation(deps, vera.scope, { invitationId }),
      () => cancelInvitation(another, cancelling, { circleId: circle.id, invitationId }),
    ]
    const answers = await settle(rotate(calls, round))
    const [accepted, cancelled] = rotate(answers, -round)
    expect([accepted, cancelled].filter((answer) => answer === 'done')).toHaveLength(1)
    const { status } = await deps.db
      .selectFrom('invitations')
      .select('status')
      .where('id', '=', invitationId)
      .executeTakeFirstOrThrow()
    expect(status).toBe(accepted === 'done' ? 'accepted' : 'cancelled')
    expect((await rolesOf(circle))[vera.id]).toBe(accepted === 'done' ? 'member' : undefined)
    await expectCounted(circle)
  }
})

test('an invitation is accepted while its sender is put out: in before, or not at all', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { circle, anna } = await newFamily()
    const vera = await newUser(deps, { email: newEmail() })
    const scope = await scopeIn(deps, circle, anna, 'invitation.send')
    const { id: invitationId } = await sendInvitation(deps, scope, {
      ...{ circleId: circle.id, email: vera.email, role: 'member' },
    })
    const calls = [
      () => acceptInvitation(another, vera.scope, { invitationId }),
      await toRemove(circle, circle.owner, anna),
    ]
    const answers = await settle(rotate(calls, round))
    const [accepted, removed] = rotate(answers, -round)
    expect(removed).toBe('done')
    expect(['done', 'INVITATION_CANCELLED']).toContain(accepted)
    const roles = await rolesOf(circle)
    expect([roles[anna.id], roles[vera.id]]).toEqual([undefined, accepted === 'done' ? 'member' : undefined])
    await expectCounted(circle)
  }
})

test('none of them had to be repeated, as those are who wait for each other', () => {
  expect(warn).not.toHaveBeenCalled()
})

/** An owner and two admins. */
async function newFamily() {
  const circle = await newCircle(deps)
  return {
    circle,
    anna: await newMember(deps, circle, 'admin'),
    boris: await newMember(deps, circle, 'admin'),
  }
}

// Each proves what its caller may before anything happens, as requests do that come in at the same moment.

async function toSetRole(
  circle: TestCircle,
  by: TestUser,
  { id: userId }: TestUser,
  role: InvitableRole,
  on: typeof another = deps,
) {
  const scope = await scopeIn(on, circle, by, 'member.setRole')
  return () => setMemberRole(on, scope, { circleId: circle.id, userId, role })
}

async function toRemove(circle: TestCircle, by: TestUser, { id: userId }: TestUser) {
  const scope = await scopeIn(deps, circle, by, 'member.remove')
  return () => removeMember(deps, scope, { circleId: circle.id, userId })
}

async function toLeave(circle: TestCircle, who: TestUser, on: typeof another = deps) {
  const scope = await scopeIn(on, circle, who, 'member.leave')
  return () => leaveCircle(on, scope)
}

/** For an owner, who has no proof for this to begin with: it is asked for only now. */
function atTheDoor(circle: TestCircle, who: TestUser) {
  return async () => leaveCircle(another, await scopeIn(another, circle, who, 'member.leave'))
}

async function toHandOver(circle: TestCircle, { id: userId }: TestUser) {
  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'circle.handOver')
  return () => handOverCircle(deps, scope, { circleId: circle.id, userId })
}

/** Another one first each time. Turned back by as many in the other direction. */
function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const first = ((by % items.length) + items.length) % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}

/** What each came to when all begin at once: its reason, or `done`. */
async function settle(calls: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  const answers = await Promise.allSettled(calls.map((call) => call()))
  return answers.map((each) =>
    each.status === 'rejected' ? String(each.reason.reason ?? each.reason) : 'done',
  )
}

async function rolesOf({ id }: TestCircle): Promise<Record<string, string>> {
  const rows = await deps.db
    .selectFrom('memberships')
    .select(['userId', 'role'])
    .where('circleId', '=', id)
    .execute()
  return Object.fromEntries(rows.map(({ userId, role }) => [userId, role]))
}

async function expectCounted(circle: TestCircle): Promise<void> {
  const { memberCount } = await deps.db
    .selectFrom('circles')
    .select('memberCount')
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  const roles = Object.values(await rolesOf(circle))
  expect(memberCount).toBe(roles.length)
  expect(roles.filter((role) => role === 'owner')).toHaveLength(1)
}
