import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test, vi } from 'vitest'
import { hashToken } from '../platform/token-hash.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { cancelInvitation } from './cancel-invitation.ts'
import { createInvitationLink } from './create-invitation-link.ts'
import { declineInvitation } from './decline-invitation.ts'
import { handleSweepInvitations } from './handlers.ts'
import { listInvitations, pendingInvitations, previewInvitation } from './invitation-queries.ts'
import { endedInvitationDays, invitationLinks, invitationMailsToOne } from './invitation-rules.ts'
import { sendInvitationMail } from './jobs.ts'
import { leaveCircle } from './leave-circle.ts'
import { removeMember } from './remove-member.ts'
import { resendInvitation } from './resend-invitation.ts'
import { sendInvitation } from './send-invitation.ts'
import { setMemberRole } from './set-member-role.ts'

const deps = await createTestDeps()
const warn = vi.spyOn(deps.log, 'warn')
const rounds = 5

test('a link is told once: a hash is kept, and the circle hears that there is one', async () => {
  const circle = await newCircle(deps)
  const { token, invitation } = await makeLink(circle, { role: 'viewer', maxUses: 3, days: 7 })
  expect(invitation).toMatchObject({
    ...{ kind: 'link', email: null, role: 'viewer', maxUses: 3, useCount: 0, state: 'pending' },
    ...{ invitedBy: 'Anna', endedAt: null },
  })
  expect(Date.parse(invitation.expiresAt) - deps.clock.now().getTime()).toBe(7 * 86_400_000)
  const row = await deps.db
    .selectFrom('invitations')
    .select(['tokenHash'])
    .where('id', '=', invitation.id)
    .executeTakeFirst()
  expect(row?.tokenHash).toEqual(hashToken(token))
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'invitation.changed' }])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('invitation.linkMade')
})

test('a link makes nobody what its maker is', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  await expect(makeLink(circle, { role: 'member' }, admin)).resolves.toBeDefined()
  for (const role of ['member', 'viewer'] as const) {
    const below = await newMember(deps, circle, role)
    await expect(makeLink(circle, {}, below)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  }
  const stranger = await newUser(deps)
  await expect(makeLink(circle, {}, stranger)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('links count among what a circle may have open, and a person makes only so many a day', async () => {
  const circle = await newCircle(deps)
  const now = deps.clock.now()
  const rows = Array.from({ length: limits.pendingInvitationsPerCircle }, () => ({
    ...{ circleId: circle.id, kind: 'email' as const, email: newEmail(), role: 'viewer' as const },
    ...{ status: 'pending' as const, createdAt: now, expiresAt: new Date(now.getTime() + 1000) },
  }))
  await deps.db.insertInto('invitations').values(rows).execute()
  await expect(makeLink(circle)).rejects.toMatchObject({ reason: 'TOO_MANY_INVITATIONS' })
  // One that is open already is sent again all the same.
  await expect(send(circle, rows[0]?.email)).resolves.toBeDefined()

  const busy = await newCircle(deps)
  const scope = await scopeIn(deps, busy, busy.owner, 'invitation.send')
  const input = { circleId: busy.id, role: 'viewer', maxUses: 1, days: 1 } as const
  const made = Array.from({ length: invitationLinks.count + 1 }, () =>
    createInvitationLink(deps, scope, input),
  )
  const refused = (await Promise.allSettled(made)).filter((each) => each.status === 'rejected')
  expect(refused.map((each) => each.reason.reason)).toEqual(['TOO_MANY_REQUESTS'])
})

test('the link tells who invites to what and nothing else; one who is in hears that they are', async () => {
  const circle = await newCircle(deps, { name: 'The Smiths' })
  const { token, invitation } = await makeLink(circle)
  const { expiresAt } = invitation
  const expected = { circleName: 'The Smiths', invitedBy: 'Anna', role: 'member', maskedEmail: null }
  const anonymous = await countStatements(deps, (counted) =>
    previewInvitation(counted, newCaller(), { token }),
  )
  expect(anonymous).toEqual({ result: { ...expected, expiresAt, alreadyIn: null }, statements: 1 })
  const stranger = await newUser(deps)
  expect(await previewInvitation(deps, stranger.caller, { token })).toMatchObject({ alreadyIn: null })
  const owned = await countStatements(deps, (counted) =>
    previewInvitation(counted, circle.owner.caller, { token }),
  )
  expect(owned).toMatchObject({ result: { alreadyIn: circle.id }, statements: 3 })
  // Also when it works no more: for them nothing is lost.
  await cancel(circle, invitation.id)
  expect(await previewInvitation(deps, circle.owner.caller, { token })).toMatchObject({
    alreadyIn: circle.id,
  })
})

test('a token of nobody costs the same as one of a circle, and says nothing', async () => {
  const stranger = await newUser(deps)
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle)
  const known = await countStatements(deps, (counted) =>
    previewInvitation(counted, stranger.caller, { token }),
  )
  const unknown = await countStatements(deps, async (counted) => {
    const refused = previewInvitation(counted, stranger.caller, { token: deps.random.token() })
    await expect(refused).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  })
  expect(unknown.statements).toBe(known.statements)
  for (const answer of [acceptInvitation, declineInvitation]) {
    const refused = answer(deps, stranger.scope, { token: deps.random.token() })
    await expect(refused).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  }
})

test('whoever holds the link joins with its role, as many as it is for', async () => {
  const circle = await newCircle(deps)
  const { token, invitation } = await makeLink(circle, { role: 'viewer', maxUses: 2 })
  const [vera, gleb, late] = [await newUser(deps), await newUser(deps), await newUser(deps)]
  expect(await acceptInvitation(deps, vera.scope, { token })).toMatchObject({
    ...{ id: circle.id, role: 'viewer', memberCount: 2 },
  })
  expect(await listed(circle)).toMatchObject([{ state: 'pending', useCount: 1, endedAt: null }])
  await acceptInvitation(deps, gleb.scope, { token })
  expect(await listed(circle)).toMatchObject([{ state: 'accepted', useCount: 2 }])
  for (const answer of [
    () => acceptInvitation(deps, late.scope, { token }),
    () => previewInvitation(deps, late.caller, { token }),
  ]) {
    await expect(answer()).rejects.toMatchObject({ reason: 'INVITATION_USED' })
  }
  // An id says who may: the holders of the link, and they have the link.
  const byId = acceptInvitation(deps, late.scope, { invitationId: invitation.id })
  await expect(byId).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect((await pendingInvitations(deps, late.scope, { limit: 20 })).items).toEqual([])
  const activities = await deps.db
    .selectFrom('activities')
    .select(['kind', 'userId'])
    .where('circleId', '=', circle.id)
    .execute()
  expect(activities).toEqual(
    expect.arrayContaining([vera, gleb].map(({ id }) => ({ kind: 'member.joined', userId: id }))),
  )
})

test('a one-use link taken by several at once brings in exactly one', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const circle = await newCircle(deps)
    const { token } = await makeLink(circle, { maxUses: 1 })
    const people = await newUsers(4)
    const answers = await settle(people.map((user) => acceptInvitation(deps, user.scope, { token })))
    expect(answers.toSorted()).toEqual(['INVITATION_USED', 'INVITATION_USED', 'INVITATION_USED', 'in'])
    expect(await counts(circle)).toEqual({ members: 2, rows: 2, useCount: 1, uses: 1 })
  }
  expect(warn).not.toHaveBeenCalled()
})

test('accepting while it is cancelled has one outcome', async () => {
  const seen = new Set<string>()
  for (let round = 0; round < rounds * 2; round += 1) {
    const circle = await newCircle(deps)
    const vera = await newUser(deps)
    const { token, invitation } = await makeLink(circle, { maxUses: 1 })
    const accept = () => acceptInvitation(deps, vera.scope, { token })
    const take = () => cancel(circle, invitation.id)
    const pair = round % 2 === 0 ? [accept(), take()] : [take(), accept()]
    const outcome = (await settle(round % 2 === 0 ? pair : pair.toReversed())).join()
    expect(['in,NOT_FOUND', 'INVITATION_CANCELLED,in']).toContain(outcome)
    seen.add(outcome)
    const joined = outcome.startsWith('in')
    expect(await counts(circle)).toEqual(
      joined ? { members: 2, rows: 2, useCount: 1, uses: 1 } : { members: 1, rows: 1, useCount: 0, uses: 0 },
    )
    const [state] = await listed(circle)
    expect(state?.state).toBe(joined ? 'accepted' : 'cancelled')
  }
  expect(warn).not.toHaveBeenCalled()
})

test('an accept whose answer was lost is repeated, by mail and by link, and uses nothing up', async () => {
  const circle = await newCircle(deps)
  const vera = await newUser(deps)
  const { token } = await makeLink(circle, { maxUses: 2 })
  const answers = await settle([1, 2, 3].map(() => acceptInvitation(deps, vera.scope, { token })))
  expect(answers).toEqual(['in', 'in', 'in'])
  expect(await counts(circle)).toEqual({ members: 2, rows: 2, useCount: 1, uses: 1 })
  expect(await auditedActions(deps, { actorId: vera.id })).toEqual(['invitation.accepted'])

  const gleb = await newUser(deps)
  const { id } = await send(circle, gleb.email)
  const which = { invitationId: id }
  const views = [await accept(gleb, which), await accept(gleb, which)]
  expect(views[1]).toEqual(views[0])
})

test('one who is a member already leaves the link to others', async () => {
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle, { maxUses: 1 })
  const viewer = await newMember(deps, circle, 'viewer')
  for (const member of [viewer, circle.owner]) {
    await expect(accept(member, { token })).rejects.toMatchObject({ reason: 'ALREADY_MEMBER' })
  }
  expect((await scopeIn(deps, circle, viewer, 'circle.read')).role).toBe('viewer')
  await expect(accept(await newUser(deps), { token })).resolves.toMatchObject({ id: circle.id })
})

test('who left does not come back by the same link, and a removal ends all links of the circle', async () => {
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle, { maxUses: 9 })
  const [gone, removed] = await newUsers(2)
  for (const user of [gone, removed]) if (user) await accept(user, { token })
  if (!gone || !removed) throw new Error('two people')
  await leaveCircle(deps, await scopeIn(deps, circle, gone, 'member.leave'))
  await expect(accept(gone, { token })).rejects.toMatchObject({ reason: 'INVITATION_USED' })
  await expect(accept(await newUser(deps), { token })).resolves.toBeDefined()

  const mailed = await send(circle)
  const remover = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, remover, { circleId: circle.id, userId: removed.id })
  await expect(accept(removed, { token })).rejects.toMatchObject({ reason: 'INVITATION_USED' })
  const secondAccount = await newUser(deps)
  await expect(accept(secondAccount, { token })).rejects.toMatchObject({ reason: 'INVITATION_CANCELLED' })
  // What was sent to somebody's own address is nobody else's.
  expect(await listed(circle)).toContainEqual(expect.objectContaining({ id: mailed.id, state: 'pending' }))
})

test.each(['demoted', 'removed'] as const)('links of an admin who is %s end', async (end) => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const { token } = await makeLink(circle, {}, admin)
  const input = { circleId: circle.id, userId: admin.id }
  if (end === 'demoted') {
    const scope = await scopeIn(deps, circle, circle.owner, 'member.setRole')
    await setMemberRole(deps, scope, { ...input, role: 'member' })
  } else {
    await removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), input)
  }
  await expect(accept(await newUser(deps), { token })).rejects.toMatchObject({
    reason: 'INVITATION_CANCELLED',
  })
})

test('a link that nobody wants is still for the others, and says when its time is over', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle, { days: 2 }, circle.owner, deps)
  const [vera, gleb] = [await newUser(deps), await newUser(deps)]
  await declineInvitation(deps, vera.scope, { token })
  await expect(acceptInvitation(deps, gleb.scope, { token })).resolves.toBeDefined()
  deps.clock.advance(2 * 86_400)
  for (const answer of [
    () => acceptInvitation(deps, vera.scope, { token }),
    () => declineInvitation(deps, vera.scope, { token }),
    () => previewInvitation(deps, vera.caller, { token }),
  ]) {
    await expect(answer()).rejects.toMatchObject({ reason: 'INVITATION_EXPIRED' })
  }
})

test('nobody joins more circles than one may be in, however many at once', async () => {
  const vera = await newUser(deps)
  const now = deps.clock.now()
  const circleIds = Array.from({ length: limits.circlesPerUser - 1 }, () => deps.random.id())
  const owner = await newUser(deps)
  const fill = circleIds.map((id) => ({
    ...{ id, name: 'Full', createdBy: owner.id, createdAt: now, updatedAt: now, memberCount: 2 },
  }))
  await deps.db.insertInto('circles').values(fill).execute()
  const memberships = circleIds.flatMap((circleId) => [
    { circleId, userId: owner.id, role: 'owner' as const, joinedAt: now },
    { circleId, userId: vera.id, role: 'viewer' as const, joinedAt: now },
  ])
  await deps.db.insertInto('memberships').values(memberships).execute()

  const circles = [await newCircle(deps), await newCircle(deps), await newCircle(deps)]
  const tokens = await Promise.all(circles.map(async (circle) => (await makeLink(circle)).token))
  const answers = await settle(tokens.map((token) => acceptInvitation(deps, vera.scope, { token })))
  expect(answers.toSorted()).toEqual(['TOO_MANY_CIRCLES', 'TOO_MANY_CIRCLES', 'in'])
  const used = await Promise.all(circles.map(async (circle) => (await counts(circle)).useCount))
  expect(used.toSorted()).toEqual([0, 0, 1])
})

test('a pending invitation is mailed again with its full time, also one whose time was over', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const vera = await newUser(deps)
  const { id } = await send(circle, vera.email, deps)
  deps.clock.advance((limits.invitationDays + 1) * 86_400)
  const scope = await scopeIn(deps, circle, admin, 'invitation.send')
  const input = { circleId: circle.id, invitationId: id }
  const view = await resendInvitation(deps, scope, input)
  expect(view).toMatchObject({ id, state: 'pending', invitedBy: 'A admin' })
  expect(Date.parse(view.expiresAt) - deps.clock.now().getTime()).toBe(limits.invitationDays * 86_400_000)
  expect(await queuedJobs(deps, sendInvitationMail)).toEqual([{ invitationId: id }, { invitationId: id }])
  expect(await auditedActions(deps, { actorId: admin.id })).toEqual(['invitation.resent'])
  await acceptInvitation(deps, vera.scope, { invitationId: id })
  await expect(resendInvitation(deps, scope, input)).rejects.toMatchObject({ reason: 'ALREADY_MEMBER' })
})

test('what was answered, what is elsewhere, and a link are not sent again; nobody is pestered', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.send')
  const resend = (invitationId: string) =>
    resendInvitation(deps, scope, { circleId: circle.id, invitationId })
  const cancelled = await send(circle)
  await cancel(circle, cancelled.id)
  await expect(resend(cancelled.id)).rejects.toMatchObject({ reason: 'INVITATION_CANCELLED' })
  const vera = await newUser(deps)
  const declined = await send(circle, vera.email)
  await declineInvitation(deps, vera.scope, { invitationId: declined.id })
  await expect(resend(declined.id)).rejects.toMatchObject({ reason: 'INVITATION_DECLINED' })
  const elsewhere = await send(await newCircle(deps))
  const link = (await makeLink(circle)).invitation
  for (const id of [elsewhere.id, link.id, deps.random.id()]) {
    await expect(resend(id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }

  const pestered = await send(circle)
  for (let sent = 1; sent < invitationMailsToOne.count; sent += 1) await resend(pestered.id)
  await expect(resend(pestered.id)).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })

  const toAdmin = await send(circle, newEmail(), deps, 'admin')
  const admin = await newMember(deps, circle, 'admin')
  const below = await scopeIn(deps, circle, admin, 'invitation.send')
  const refused = resendInvitation(deps, below, { circleId: circle.id, invitationId: toAdmin.id })
  await expect(refused).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
})

test('invitations that ended long ago are forgotten, with the addresses in them', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const open = await makeLink(circle, { days: limits.linkDaysMax }, circle.owner, deps)
  const declined = await newUser(deps)
  const { id } = await send(circle, declined.email, deps)
  await declineInvitation(deps, declined.scope, { invitationId: id })
  await send(circle, newEmail(), deps)
  deps.clock.advance(endedInvitationDays * 86_400 - 1)
  await handleSweepInvitations(deps)
  expect(await listed(circle, deps)).toHaveLength(3)
  deps.clock.advance(limits.invitationDays * 86_400 + 2)
  await handleSweepInvitations(deps)
  expect(await listed(circle, deps)).toMatchObject([{ id: open.invitation.id }])
})

async function makeLink(
  circle: TestCircle,
  input: Partial<{ role: 'member' | 'viewer'; maxUses: number; days: number }> = {},
  by: TestUser = circle.owner,
  on = deps,
) {
  const scope = await scopeIn(on, circle, by, 'invitation.send')
  return createInvitationLink(on, scope, {
    ...{ circleId: circle.id, role: 'member', maxUses: 10, days: 7 },
    ...input,
  })
}

async function send(
  circle: TestCircle,
  email = newEmail(),
  on = deps,
  role: 'admin' | 'member' | 'viewer' = 'viewer',
) {
  const scope = await scopeIn(on, circle, circle.owner, 'invitation.send')
  return sendInvitation(on, scope, { circleId: circle.id, email, role })
}

function accept(user: TestUser, which: { token: string } | { invitationId: string }) {
  return acceptInvitation(deps, user.scope, which)
}

async function cancel(circle: TestCircle, invitationId: string): Promise<void> {
  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.cancel')
  await cancelInvitation(deps, scope, { circleId: circle.id, invitationId })
}

async function newUsers(count: number): Promise<TestUser[]> {
  return Promise.all(Array.from({ length: count }, () => newUser(deps)))
}

/** What each came to: its reason, or `in`. */
async function settle(calls: Promise<unknown>[]): Promise<string[]> {
  const answers = await Promise.allSettled(calls)
  return answers.map((each) => (each.status === 'rejected' ? String(each.reason.reason) : 'in'))
}

async function listed(circle: TestCircle, on = deps) {
  const scope = await scopeIn(on, circle, circle.owner, 'invitation.list')
  return (await listInvitations(on, scope, { circleId: circle.id, limit: 100 })).items
}

async function counts(circle: TestCircle) {
  const { memberCount } = await deps.db
    .selectFrom('circles')
    .select('memberCount')
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  const rows = await deps.db
    .selectFrom('memberships')
    .select('userId')
    .where('circleId', '=', circle.id)
    .execute()
  const invitations = await deps.db
    .selectFrom('invitations')
    .select('useCount')
    .where('circleId', '=', circle.id)
    .execute()
  const uses = await deps.db
    .selectFrom('invitationUses')
    .select('id')
    .where('circleId', '=', circle.id)
    .execute()
  return {
    members: memberCount,
    rows: rows.length,
    useCount: invitations.reduce((sum, each) => sum + each.useCount, 0),
    uses: uses.length,
  }
}
