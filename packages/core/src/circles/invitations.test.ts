import { limits } from '@kinkeep/contracts/limits'
import type { InvitableRole } from '@kinkeep/contracts/roles'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test, vi } from 'vitest'
import { hashToken } from '../platform/token-hash.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { cancelInvitation } from './cancel-invitation.ts'
import { declineInvitation } from './decline-invitation.ts'
import { handleSendInvitationMail } from './handlers.ts'
import { listInvitations, pendingInvitations, previewInvitation } from './invitation-queries.ts'
import { invitationMails, invitationMailsToOne } from './invitation-rules.ts'
import { sendInvitationMail } from './jobs.ts'
import { getCircle } from './queries.ts'
import { removeMember } from './remove-member.ts'
import { sendInvitation } from './send-invitation.ts'

const deps = await createTestDeps()
const warn = vi.spyOn(deps.log, 'warn')

test('an invitation waits for its address: a row, a job with its id, an event', async () => {
  const circle = await newCircle(deps)
  const email = newEmail()
  const view = await invite(circle, email, 'viewer')

  expect(view).toMatchObject({ email, role: 'viewer', invitedBy: 'Anna' })
  const days = (Date.parse(view.expiresAt) - deps.clock.now().getTime()) / 86_400_000
  expect(days).toBe(limits.invitationDays)
  expect(await queuedJobs(deps, sendInvitationMail)).toContainEqual({ invitationId: view.id })
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'invitation.changed' }])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('invitation.sent')
})

test('nobody invites beside or above themselves', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  await expect(invite(circle, newEmail(), 'admin', admin)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  await expect(invite(circle, newEmail(), 'member', admin)).resolves.toBeDefined()
  await expect(invite(circle, newEmail(), 'admin', circle.owner)).resolves.toBeDefined()
})

test('inviting an address again renews its one invitation; inviting a member is refused', async () => {
  const circle = await newCircle(deps)
  const email = newEmail()
  const [first, again] = await Promise.all([invite(circle, email, 'viewer'), invite(circle, email, 'viewer')])
  const renewed = await invite(circle, email, 'member')
  expect(new Set([first.id, again.id, renewed.id]).size).toBe(1)
  expect(await listed(circle)).toMatchObject([{ email, role: 'member' }])

  const member = await newMember(deps, circle, 'viewer')
  await expect(invite(circle, member.email)).rejects.toMatchObject({ reason: 'ALREADY_MEMBER' })
})

test('a circle has only so many open invitations', async () => {
  const circle = await newCircle(deps)
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + 1000)
  const rows = Array.from({ length: limits.pendingInvitationsPerCircle }, () => ({
    circleId: circle.id,
    kind: 'email' as const,
    email: newEmail(),
    role: 'viewer' as const,
    status: 'pending' as const,
    createdAt: now,
    expiresAt,
  }))
  await deps.db.insertInto('invitations').values(rows).execute()
  await expect(invite(circle)).rejects.toMatchObject({ reason: 'TOO_MANY_INVITATIONS' })
})

test('one person writes only so many invitations a day', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.send')
  const send = (email: string) => sendInvitation(deps, scope, { circleId: circle.id, email, role: 'viewer' })
  const sent = Array.from({ length: invitationMails.count + 2 }, () => send(newEmail()))
  const refused = (await Promise.allSettled(sent)).filter((each) => each.status === 'rejected')
  expect(refused.map((each) => each.reason.reason)).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS'])
})

test('one person pesters nobody, from however many circles', async () => {
  const circle = await newCircle(deps)
  const another = await newCircle(deps, { owner: circle.owner })
  const email = newEmail()
  for (let sent = 0; sent < invitationMailsToOne.count; sent += 1) await invite(circle, email)
  await expect(invite(another, email)).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  await expect(invite(await newCircle(deps), email)).resolves.toMatchObject({ email })
})

test('the mail speaks the invited person’s language, and its token is kept as a hash only', async () => {
  const circle = await newCircle(deps)
  const vera = await newUser(deps, { language: 'ru' })
  const { id } = await invite(circle, vera.email)
  const { mail, token } = await mailOf(id)

  expect(mail.to).toBe(vera.email)
  expect(mail.subject).toMatch(/\p{Script=Cyrillic}/u)
  const kept = await deps.db.selectFrom('emailTokens').selectAll().where('invitationId', '=', id).execute()
  expect(kept).toMatchObject([{ tokenHash: hashToken(token), purpose: 'invitation' }])
})

test('no mail goes out for an invitation that was answered, or whose inviter may not invite any more', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const cancelled = await invite(circle)
  await cancel(circle, cancelled.id)
  const orphaned = await invite(circle, newEmail(), 'viewer', admin)
  const remover = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, remover, { circleId: circle.id, userId: admin.id })

  for (const { id } of [cancelled, orphaned, { id: deps.random.id() }]) {
    await expect(mailOf(id)).rejects.toThrow('nothing was sent')
  }
})

test('the link tells who invites where, and hides the address', async () => {
  const circle = await newCircle(deps, { name: 'The Smiths' })
  const { id, expiresAt } = await invite(circle, `vera.${newEmail()}`, 'member')
  const { token } = await mailOf(id)
  const { result, statements } = await countStatements(deps, (counted) =>
    previewInvitation(counted, newCaller(), { token }),
  )
  expect(result).toEqual({
    circleName: 'The Smiths',
    invitedBy: 'Anna',
    role: 'member',
    maskedEmail: 'v…@example.org',
    expiresAt,
    alreadyIn: null,
  })
  expect(statements).toBe(1)
})

test('the invited person joins with the role of the invitation', async () => {
  const circle = await newCircle(deps)
  const vera = await newUser(deps)
  const { id } = await invite(circle, vera.email, 'viewer')
  const { token } = await mailOf(id)
  const view = await acceptInvitation(deps, vera.scope, { token })

  expect(view).toMatchObject({ id: circle.id, role: 'viewer', memberCount: 2 })
  expect((await scopeIn(deps, circle, vera, 'keep.read')).role).toBe('viewer')
  expect(await listed(circle)).toMatchObject([{ id, state: 'accepted', useCount: 1 }])
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'member.joined', userId: vera.id })
})

test('signed in, one accepts without the link what was sent to one’s own address', async () => {
  const circle = await newCircle(deps)
  const vera = await newUser(deps)
  const { id } = await invite(circle, vera.email)
  const { result, statements } = await countStatements(deps, (counted) =>
    pendingInvitations(counted, vera.scope, { limit: 20 }),
  )
  expect(result.items).toMatchObject([{ id, circleName: 'Home', invitedBy: 'Anna' }])
  expect(statements).toBe(1)
  await acceptInvitation(deps, vera.scope, { invitationId: id })
  expect((await pendingInvitations(deps, vera.scope, { limit: 20 })).items).toEqual([])
})

test('somebody else gains nothing by the link, and learns nothing by the id', async () => {
  const circle = await newCircle(deps)
  const { id } = await invite(circle)
  const { token } = await mailOf(id)
  const stranger = await newUser(deps)

  for (const answer of [acceptInvitation, declineInvitation]) {
    const byLink = answer(deps, stranger.scope, { token })
    await expect(byLink).rejects.toMatchObject({ reason: 'INVITATION_FOR_OTHER_ADDRESS' })
    for (const invitationId of [id, deps.random.id()]) {
      await expect(answer(deps, stranger.scope, { invitationId })).rejects.toMatchObject({
        reason: 'NOT_FOUND',
      })
    }
  }
  expect((await pendingInvitations(deps, stranger.scope, { limit: 20 })).items).toEqual([])
  await expect(scopeIn(deps, circle, stranger, 'circle.read')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect(await listed(circle)).toMatchObject([{ id }])
})

test('two people use one link at once: only the invited one is in', async () => {
  const circle = await newCircle(deps)
  const [vera, stranger] = [await newUser(deps), await newUser(deps)]
  const { id } = await invite(circle, vera.email)
  const { token } = await mailOf(id)
  const answers = await Promise.allSettled(
    [vera, stranger, vera, stranger].map((user) => acceptInvitation(deps, user.scope, { token })),
  )
  const reasons = answers.map((each) => (each.status === 'rejected' ? each.reason.reason : 'in'))
  // Both of hers are answered alike: one of them is a try that was repeated.
  expect([reasons[0], reasons[2]]).toEqual(['in', 'in'])
  expect([reasons[1], reasons[3]]).toEqual(['INVITATION_FOR_OTHER_ADDRESS', 'INVITATION_FOR_OTHER_ADDRESS'])
  expect(await memberCount(circle)).toEqual({ counted: 2, rows: 2 })
})

test.each(['accepted', 'declined', 'cancelled', 'expired'] as const)(
  'an invitation that was %s stays so, and its link says why',
  async (end) => {
    const deps = await createTestDeps()
    const circle = await newCircle(deps)
    const vera = await newUser(deps)
    const { id } = await invite(circle, vera.email, 'member', circle.owner, deps)
    const { token } = await mailOf(id, deps)
    if (end === 'accepted') await acceptInvitation(deps, vera.scope, { token })
    if (end === 'declined') await declineInvitation(deps, vera.scope, { token })
    if (end === 'cancelled') await cancel(circle, id, deps)
    if (end === 'expired') deps.clock.advance(limits.invitationDays * 86_400)

    const reason = {
      accepted: 'INVITATION_USED',
      declined: 'INVITATION_DECLINED',
      cancelled: 'INVITATION_CANCELLED',
      expired: 'INVITATION_EXPIRED',
    }[end]
    await expect(previewInvitation(deps, newCaller(), { token })).rejects.toMatchObject({ reason })
    if (end !== 'accepted') {
      await expect(previewInvitation(deps, vera.caller, { token })).rejects.toMatchObject({ reason })
      await expect(acceptInvitation(deps, vera.scope, { token })).rejects.toMatchObject({ reason })
    }
    await expect(declineInvitation(deps, vera.scope, { token })).rejects.toMatchObject({ reason })
    expect(await listed(circle, deps)).toMatchObject([{ id, state: end }])
    expect((await pendingInvitations(deps, vera.scope, { limit: 20 })).items).toEqual([])
    expect(await memberCount(circle, deps)).toMatchObject({ counted: end === 'accepted' ? 2 : 1 })
  },
)

test('a member cannot join again with an old invitation', async () => {
  const circle = await newCircle(deps)
  const vera = await newUser(deps)
  const { id } = await invite(circle, vera.email)
  await newMember(deps, circle, 'viewer', vera)
  const again = acceptInvitation(deps, vera.scope, { invitationId: id })
  await expect(again).rejects.toMatchObject({ reason: 'ALREADY_MEMBER' })
  expect((await scopeIn(deps, circle, vera, 'circle.read')).role).toBe('viewer')
  expect(await memberCount(circle)).toEqual({ counted: 2, rows: 2 })
})

test('after a removal an invitation brings somebody back', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const remover = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, remover, { circleId: circle.id, userId: vera.id })
  const { id } = await invite(circle, vera.email, 'viewer')
  expect(await acceptInvitation(deps, vera.scope, { invitationId: id })).toMatchObject({ role: 'viewer' })
})

test('an invitation is cancelled by its own circle only, and only while it waits', async () => {
  const circle = await newCircle(deps)
  const elsewhere = await newCircle(deps)
  const { id } = await invite(circle)
  await expect(cancel(elsewhere, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await cancel(circle, id)
  await expect(cancel(circle, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('accepting while the invitation is renewed ends in one member, and nobody waits for the other', async () => {
  for (let round = 0; round < 5; round += 1) {
    const circle = await newCircle(deps)
    const vera = await newUser(deps)
    const { id } = await invite(circle, vera.email)
    const [accepted, renewed] = await Promise.allSettled([
      acceptInvitation(deps, vera.scope, { invitationId: id }),
      invite(circle, vera.email),
    ])
    expect(accepted.status).toBe('fulfilled')
    if (renewed.status === 'rejected') expect(renewed.reason.reason).toBe('ALREADY_MEMBER')
    expect(await memberCount(circle)).toEqual({ counted: 2, rows: 2 })
  }
  expect(warn).not.toHaveBeenCalled()
})

test('a list of invitations is complete page by page, newest first, in one statement each', async () => {
  const circle = await newCircle(deps)
  const sent: string[] = []
  for (let i = 0; i < 5; i += 1) sent.push((await invite(circle)).id)
  await invite(await newCircle(deps))

  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.list')
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { result, statements } = await countStatements(deps, (counted) =>
      listInvitations(counted, scope, { circleId: circle.id, limit: 2, ...(cursor ? { cursor } : {}) }),
    )
    expect(statements).toBe(1)
    seen.push(...result.items.map((item) => item.id))
    cursor = result.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(sent.toReversed())
})

async function invite(
  circle: TestCircle,
  email = newEmail(),
  role: InvitableRole = 'member',
  by: TestUser = circle.owner,
  on = deps,
) {
  const scope = await scopeIn(on, circle, by, 'invitation.send')
  return sendInvitation(on, scope, { circleId: circle.id, email, role })
}

async function cancel(circle: TestCircle, invitationId: string, on = deps): Promise<void> {
  const scope = await scopeIn(on, circle, circle.owner, 'invitation.cancel')
  await cancelInvitation(on, scope, { circleId: circle.id, invitationId })
}

async function listed(circle: TestCircle, on = deps) {
  const scope = await scopeIn(on, circle, circle.owner, 'invitation.list')
  return (await listInvitations(on, scope, { circleId: circle.id, limit: 100 })).items
}

async function mailOf(invitationId: string, on = deps) {
  const outbox = createOutbox()
  await handleSendInvitationMail({ ...on, mailer: outbox }, { invitationId }, { jobId: 'one' })
  const [mail] = outbox.mails
  if (!mail) throw new Error('nothing was sent')
  return { mail, token: mail.text.match(/\/invitations\/(\S+)/)?.[1] ?? '' }
}

async function memberCount(circle: TestCircle, on = deps) {
  const scope = await scopeIn(on, circle, circle.owner, 'circle.read')
  const rows = await on.db
    .selectFrom('memberships')
    .select('userId')
    .where('circleId', '=', circle.id)
    .execute()
  return { counted: (await getCircle(on, scope)).memberCount, rows: rows.length }
}
