import type { ConsentKind } from '@kinkeep/contracts/consent'
import { limits } from '@kinkeep/contracts/limits'
import { requestUpgrade as contract } from '@kinkeep/contracts/upgrades'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newUpgrade, signedConsent } from '@kinkeep/testing/new-upgrade'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { type Caller, requireFreshUser } from '../accounts/access.ts'
import { deleteChild } from '../children/delete-child.ts'
import { getChild } from '../children/queries.ts'
import { requireCircle, requireFreshCircle } from '../circles/access.ts'
import { leaveCircle } from '../circles/leave-circle.ts'
import { removeMember } from '../circles/remove-member.ts'
import { setMemberRole } from '../circles/set-member-role.ts'
import { beginMerge } from '../identities/begin-merge.ts'
import { mergeAccounts } from '../identities/merge-accounts.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import { hashToken } from '../platform/token-hash.ts'
import { handleSendUpgradeMail, handleSweepUpgrades } from './handlers.ts'
import { sendUpgradeMail } from './jobs.ts'
import { previewUpgrade, readUpgradeAudit } from './queries.ts'
import { reissueUpgrade } from './reissue-upgrade.ts'
import { revokeUpgrade } from './revoke-upgrade.ts'
import { endedUpgradeDays, upgradeMailsToOne } from './rules.ts'

const deps = await createTestDeps()

test('an admin offers a child an account, with what the guardian agreed to, by a mail to them alone', async () => {
  const circle = await newCircle(deps, { name: 'The Petrovs' })
  const child = await newChild(deps, circle, circle.owner, { name: 'Mila' })
  const email = newEmail()
  const view = await newUpgrade(deps, circle, circle.owner, { childId: child.id, email })
  expect(view).toMatchObject({
    ...{ childId: child.id, state: 'pending', email, requestedBy: 'Anna', endedAt: null },
    consent: {
      ...{ kind: 'signature', version: 1, language: 'en', guardianName: 'Anna Petrova' },
      ...{ witnessName: null, paperBytes: null, at: deps.clock.now().toISOString() },
    },
  })
  const days = (Date.parse(view.expiresAt) - deps.clock.now().getTime()) / 1000 / secondsPerDay
  expect(days).toBe(limits.upgradeDays)
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('upgrade.requested')
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'child.changed', childId: child.id })

  const { mails, token } = await mailOf(view.id)
  expect(mails).toMatchObject([{ to: email, subject: 'Mila, an account of your own in “The Petrovs”' }])
  expect(await previewUpgrade(deps, newCaller(), { token })).toEqual({
    ...{ circleName: 'The Petrovs', childName: 'Mila', requestedBy: 'Anna', next: 'signUp' },
    ...{ maskedEmail: `${email[0]}…@example.org`, expiresAt: view.expiresAt },
  })
  expect(await entriesOf(circle, child.id)).toEqual([['request_initiated', 'Anna']])
})

test('the token of a mail is nowhere but in the mail', async () => {
  const circle = await newCircle(deps)
  const { id } = await newUpgrade(deps, circle, circle.owner)
  const { token } = await mailOf(id)
  const rows = await deps.db.selectFrom('emailTokens').selectAll().where('childUpgradeId', '=', id).execute()
  expect(rows).toMatchObject([{ tokenHash: hashToken(token), userId: null, expiresAt: null }])
  expect(JSON.stringify(rows)).not.toContain(token)
})

test.each<[string, Record<string, unknown>, string]>([
  ['a signature of another name', { signature: 'Anna' }, 'consent.signature'],
  ['no signature', { signature: ' ' }, 'consent.signature'],
  ['a text that was never shown', { version: 2 }, 'consent.version'],
  ['a witness who is the guardian', { kind: 'verbal', witnessName: ' anna  PETROVA' }, 'consent.witnessName'],
  ['no witness', { kind: 'verbal' }, 'consent.witnessName'],
  ['no paper', { kind: 'paper' }, 'consent.paperId'],
])('%s is no consent', (_, consent, path) => {
  const id = deps.random.id()
  const input = { circleId: id, childId: id, email: newEmail(), consent: { ...signedConsent, ...consent } }
  const { error } = contract.input.safeParse(input)
  expect(new Set(error?.issues.map((issue) => issue.path.join('.')))).toEqual(new Set([path]))
})

test.each<ConsentKind>(['signature', 'verbal'])('consent by %s is kept as it was given', async (kind) => {
  const circle = await newCircle(deps)
  const agreed = { guardianName: 'Anna Petrova', version: 1, language: 'ru' } as const
  const consent = contract.input.shape.consent.parse({
    ...agreed,
    ...{ kind, signature: 'anna  petrova', witnessName: 'Boris' },
  })
  const view = await newUpgrade(deps, circle, circle.owner, { consent })
  expect(view.consent).toMatchObject({ ...agreed, kind, witnessName: kind === 'verbal' ? 'Boris' : null })
})

test('one offer at a time, none for a grown child, none to oneself, and none without being asked who one is', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const { childId } = await newUpgrade(deps, circle, owner)
  await expect(newUpgrade(deps, circle, owner, { childId })).rejects.toThrow('UPGRADE_PENDING')
  await expect(newUpgrade(deps, circle, owner, { email: owner.email })).rejects.toThrow('INVALID_INPUT')

  const grown = await newChild(deps, circle, owner)
  await deps.db.updateTable('children').set({ userId: owner.id }).where('id', '=', grown.id).execute()
  await expect(newUpgrade(deps, circle, owner, { childId: grown.id })).rejects.toThrow('CHILD_IS_GROWN')

  const stale = { ...deps, clock: { now: () => addSeconds(deps.clock.now(), limits.freshMinutes * 60) } }
  await expect(requireFreshCircle(stale, owner.caller, circle.id, 'upgrade.request')).rejects.toThrow(
    'REAUTHENTICATION_REQUIRED',
  )
})

test('ten requests at once are one', async () => {
  const circle = await newCircle(deps)
  const { id: childId } = await newChild(deps, circle, circle.owner)
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, () => newUpgrade(deps, circle, circle.owner, { childId })),
  )
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await entriesOf(circle, childId)).toHaveLength(1)
})

test('only admins offer, send again, take back and read what became of it; another circle’s child is nowhere', async () => {
  const circle = await newCircle(deps)
  const { childId } = await newUpgrade(deps, circle, circle.owner)
  const admin = await newMember(deps, circle, 'admin')
  expect(await requireCircle(deps, admin.caller, circle.id, 'upgrade.read')).toBeDefined()
  const refused: [Caller, string][] = [
    [(await newMember(deps, circle, 'member')).caller, 'ROLE_TOO_LOW'],
    [(await newMember(deps, circle, 'viewer')).caller, 'ROLE_TOO_LOW'],
    [(await newRemovedMember(deps, circle)).caller, 'NOT_FOUND'],
    [(await newUser(deps)).caller, 'NOT_FOUND'],
    [(await newGuest(deps, circle)).caller, 'NOT_SIGNED_IN'],
  ]
  for (const permission of ['upgrade.request', 'upgrade.revoke', 'upgrade.read'] as const) {
    for (const [caller, reason] of refused) {
      await expect(requireCircle(deps, caller, circle.id, permission)).rejects.toThrow(reason)
    }
  }
  const other = await newCircle(deps)
  await expect(newUpgrade(deps, other, other.owner, { childId })).rejects.toThrow('NOT_FOUND')
  await expect(reissue(other, other.owner, childId)).rejects.toThrow('NOT_FOUND')
  await expect(revoke(other, other.owner, childId)).rejects.toThrow('NOT_FOUND')
  await expect(entriesOf(other, childId)).rejects.toThrow('NOT_FOUND')
})

test('sent again it works for its full time, and the links of earlier mails work no more, even of one that leaves later', async () => {
  const circle = await newCircle(deps)
  const { id, childId, expiresAt } = await newUpgrade(deps, circle, circle.owner)
  const first = await mailOf(id)
  const before = await queuedJobs(deps, sendUpgradeMail)
  deps.clock.advance(secondsPerDay)
  const anna = await newUser(deps)
  await newMember(deps, circle, 'admin', anna)
  const view = await reissue(circle, anna, childId)
  expect(Date.parse(view.expiresAt) - Date.parse(expiresAt)).toBe(secondsPerDay * 1000)
  await expect(preview(first.token)).rejects.toThrow('LINK_INVALID')

  const late = createOutbox()
  const job = before.find(({ upgradeId }) => upgradeId === id)
  if (!job) throw new Error('no mail was queued')
  await handleSendUpgradeMail({ ...deps, mailer: late }, job, { jobId: 'late' })
  expect(late.mails).toEqual([])

  const second = await mailOf(id, 2)
  expect(await preview(second.token)).toMatchObject({ next: 'signUp' })
  expect(await entriesOf(circle, childId)).toEqual([
    ['token_reissued', 'Anna'],
    ['request_initiated', 'Anna'],
  ])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('upgrade.reissued')
})

test('a mail that is sent twice has two links that work', async () => {
  const circle = await newCircle(deps)
  const { id } = await newUpgrade(deps, circle, circle.owner)
  const [one, two] = [await mailOf(id), await mailOf(id)]
  expect(await preview(one.token)).toEqual(await preview(two.token))
})

test('taken back, its link says so, and there is nothing left to take back or to send', async () => {
  const circle = await newCircle(deps)
  const { id, childId } = await newUpgrade(deps, circle, circle.owner)
  const { token } = await mailOf(id)
  expect(await revoke(circle, circle.owner, childId)).toMatchObject({ state: 'revoked' })
  await expect(preview(token)).rejects.toThrow('UPGRADE_REVOKED')
  await expect(revoke(circle, circle.owner, childId)).rejects.toThrow('NOT_FOUND')
  await expect(reissue(circle, circle.owner, childId)).rejects.toThrow('NOT_FOUND')
  expect((await mailOf(id)).mails).toEqual([])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('upgrade.revoked')
  // The next one is another.
  await expect(newUpgrade(deps, circle, circle.owner, { childId })).resolves.toMatchObject({
    state: 'pending',
  })
})

test('one that nobody answered in time says so, can be sent again, and makes place for another', async () => {
  const [circle, other] = [await newCircle(deps), await newCircle(deps)]
  const [sentAgain, replaced] = [
    await newUpgrade(deps, circle, circle.owner),
    await newUpgrade(deps, other, other.owner),
  ]
  const { token } = await mailOf(sentAgain.id)
  deps.clock.advance(limits.upgradeDays * secondsPerDay)
  await expect(preview(token)).rejects.toThrow('UPGRADE_EXPIRED')
  expect((await auditOf(circle, sentAgain.childId)).current?.state).toBe('expired')
  expect((await mailOf(sentAgain.id)).mails).toEqual([])
  await reissue(circle, await freshOwner(circle), sentAgain.childId)
  expect(await preview((await mailOf(sentAgain.id, 2)).token)).toMatchObject({ next: 'signUp' })

  await newUpgrade(deps, other, await freshOwner(other), { childId: replaced.childId })
  expect((await entriesOf(other, replaced.childId)).map(([action]) => action)).toEqual([
    ...['request_initiated', 'token_revoked', 'request_initiated'],
  ])
})

test.each<[string, (circle: TestCircle, admin: TestUser) => Promise<unknown>]>([
  [
    'is removed',
    async (circle, admin) =>
      removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), {
        circleId: circle.id,
        userId: admin.id,
      }),
  ],
  ['leaves', async (circle, admin) => leaveCircle(deps, await scopeIn(deps, circle, admin, 'member.leave'))],
  [
    'is an admin no more',
    async (circle, admin) =>
      setMemberRole(deps, await scopeIn(deps, circle, circle.owner, 'member.setRole'), {
        circleId: circle.id,
        userId: admin.id,
        role: 'member',
      }),
  ],
  [
    'becomes one with an account that is none',
    async (circle, admin) => {
      const [kept, browser] = [await newMember(deps, circle, 'member'), newCaller()]
      await beginMerge(deps, (await requireFreshUser(deps, kept.caller)).scope, browser)
      await mergeAccounts(deps, (await requireFreshUser(deps, admin.caller)).scope, browser)
    },
  ],
])('what somebody offered ends when they %s: it could be a way back in', async (_, go) => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const [theirs, another] = [
    await newUpgrade(deps, circle, admin),
    await newUpgrade(deps, circle, circle.owner),
  ]
  const { token } = await mailOf(theirs.id)
  await go(circle, admin)
  await expect(preview(token)).rejects.toThrow('UPGRADE_REVOKED')
  expect((await auditOf(circle, another.childId)).current?.state).toBe('pending')
})

test('deleting the child takes everything about it along', async () => {
  const circle = await newCircle(deps)
  const { id, childId } = await newUpgrade(deps, circle, circle.owner)
  const { token } = await mailOf(id)
  const scope = await scopeIn(deps, circle, circle.owner, 'child.delete')
  await deleteChild(deps, scope, { circleId: circle.id, childId })
  await expect(preview(token)).rejects.toThrow('LINK_INVALID')
  const left = await deps.db
    .selectFrom('childUpgradeEntries')
    .where('childId', '=', childId)
    .select('id')
    .execute()
  expect(left).toEqual([])
  expect((await mailOf(id)).mails).toEqual([])
})

test('mails to one address are few, from whatever circle', async () => {
  const circle = await newCircle(deps)
  const email = newEmail()
  const { childId } = await newUpgrade(deps, circle, circle.owner, { email })
  for (let sent = 1; sent < upgradeMailsToOne.count; sent += 1) await reissue(circle, circle.owner, childId)
  await expect(reissue(circle, circle.owner, childId)).rejects.toThrow('TOO_MANY_REQUESTS')
})

test('the trail is read a page at a time, in as many statements however long it is', async () => {
  const circle = await newCircle(deps)
  const { childId } = await newUpgrade(deps, circle, circle.owner)
  for (let sent = 0; sent < 3; sent += 1) await reissue(circle, circle.owner, childId)
  const scope = await scopeIn(deps, circle, circle.owner, 'upgrade.read')
  const read = (cursor?: string) =>
    countStatements(deps, (counted) =>
      readUpgradeAudit(counted, scope, { circleId: circle.id, childId, limit: 3, ...(cursor && { cursor }) }),
    )
  const first = await read()
  expect(first.statements).toBe(2)
  expect(first.result.items).toHaveLength(3)
  const second = await read(first.result.nextCursor ?? '')
  expect(second.result.items.map(({ action }) => action)).toEqual(['request_initiated'])
  expect(second.result.nextCursor).toBeNull()
})

test('a link is looked at in one statement, two for whoever is signed in', async () => {
  const circle = await newCircle(deps)
  const { token } = await mailOf((await newUpgrade(deps, circle, circle.owner)).id)
  const asNobody = await countStatements(deps, (counted) => previewUpgrade(counted, newCaller(), { token }))
  expect(asNobody.statements).toBe(1)
  const { caller } = await newUser(deps)
  const signedIn = await countStatements(deps, (counted) => previewUpgrade(counted, caller, { token }))
  expect([signedIn.result.next, signedIn.statements]).toEqual(['switch', 2])
})

test('addresses are forgotten some time after the end; who did what stays', async () => {
  const circle = await newCircle(deps)
  const [revoked, unanswered] = [
    await newUpgrade(deps, circle, circle.owner),
    await newUpgrade(deps, circle, circle.owner),
  ]
  const tokens = [(await mailOf(revoked.id)).token, (await mailOf(unanswered.id)).token]
  await revoke(circle, circle.owner, revoked.childId)
  await handleSweepUpgrades(deps)
  expect((await auditOf(circle, revoked.childId)).current?.email).toBe(revoked.email)
  deps.clock.advance((endedUpgradeDays + limits.upgradeDays) * secondsPerDay + 1)
  const owner = await freshOwner(circle)
  const young = await newUpgrade(deps, circle, owner)
  await handleSweepUpgrades(deps)
  for (const { childId } of [revoked, unanswered]) {
    expect((await auditOf(circle, childId, owner)).current).toMatchObject({ state: 'revoked', email: null })
  }
  for (const token of tokens) await expect(preview(token)).rejects.toThrow('LINK_INVALID')
  expect(await entriesOf(circle, revoked.childId, owner)).toHaveLength(2)
  expect((await auditOf(circle, young.childId, owner)).current).toMatchObject({ email: young.email })
})

test('members see the child as before while it is not grown', async () => {
  const circle = await newCircle(deps)
  const { childId } = await newUpgrade(deps, circle, circle.owner)
  const scope = await scopeIn(deps, circle, await newMember(deps, circle, 'viewer'), 'child.read')
  expect(await getChild(deps, scope, { circleId: circle.id, childId })).toMatchObject({ isGrown: false })
})

/** Sends the mail of a request and answers the token in it. */
async function mailOf(upgradeId: string, issue = 1) {
  const mailer = createOutbox()
  await handleSendUpgradeMail({ ...deps, mailer }, { upgradeId, issue }, { jobId: deps.random.id() })
  const [, token = ''] = /\/grow\/([\w-]+)/.exec(mailer.mails[0]?.text ?? '') ?? []
  return { mails: mailer.mails, token }
}

function preview(token: string) {
  return previewUpgrade(deps, newCaller(), { token })
}

async function reissue(circle: { id: string }, admin: TestUser, childId: string) {
  const scope = await scopeIn(deps, circle, admin, 'upgrade.request')
  return reissueUpgrade(deps, scope, { circleId: circle.id, childId })
}

async function revoke(circle: { id: string }, admin: TestUser, childId: string) {
  const scope = await scopeIn(deps, circle, admin, 'upgrade.revoke')
  return revokeUpgrade(deps, scope, { circleId: circle.id, childId })
}

async function auditOf(circle: TestCircle, childId: string, admin = circle.owner) {
  const scope = await scopeIn(deps, circle, admin, 'upgrade.read')
  return readUpgradeAudit(deps, scope, { circleId: circle.id, childId, limit: 20 })
}

async function entriesOf(circle: TestCircle, childId: string, admin = circle.owner) {
  const { items } = await auditOf(circle, childId, admin)
  return items.map(({ action, by }) => [action, by])
}

/** Another admin, who signed in just now: the owner's proof is from long ago. */
async function freshOwner(circle: TestCircle): Promise<TestUser> {
  return newMember(deps, circle, 'admin', await newUser(deps))
}
