import { countStatements } from '@kinkeep/testing/count-statements'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newUpgrade } from '@kinkeep/testing/new-upgrade'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { forgetTraces } from '../account-data/forget-traces.ts'
import { type BrowserCaller, requireUser } from '../accounts/access.ts'
import { signIn } from '../accounts/sign-in.ts'
import { listActivities } from '../activities/queries.ts'
import { addMeasurement } from '../children/add-measurement.ts'
import { deleteChild } from '../children/delete-child.ts'
import { getChild } from '../children/queries.ts'
import { updateChild } from '../children/update-child.ts'
import { requireCircle, requireFreshCircle } from '../circles/access.ts'
import { deleteCircle } from '../circles/delete-circle.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import type { Deps } from '../platform/deps.ts'
import { confirmUpgrade } from './confirm-upgrade.ts'
import { handleSendUpgradeMail } from './handlers.ts'
import { previewUpgrade, readUpgradeAudit } from './queries.ts'
import { reissueUpgrade } from './reissue-upgrade.ts'
import { revokeUpgrade } from './revoke-upgrade.ts'
import { untagChild } from './untag-child.ts'

const deps = await createTestDeps()
const account = {
  name: 'Mila Petrova',
  password: 'a long password of Mila',
  language: 'ru',
  timeZone: 'Europe/Moscow',
} as const

test('without an account, the link and a password make one, signed in and a member, with no further mail', async () => {
  const { circle, childId, email, token } = await offer()
  const browser = newCaller()
  const outcome = await confirmUpgrade(deps, browser, { token, account })
  if (outcome.status !== 'confirmed' || !outcome.session) throw new Error(outcome.status)
  expect(outcome).toMatchObject({ circleId: circle.id, childId })

  const caller = newCaller({ sessionToken: outcome.session.token })
  const { user } = (await requireUser(deps, caller)).scope
  expect(user).toMatchObject({ email, name: 'Mila Petrova', language: 'ru', timeZone: 'Europe/Moscow' })
  const { scope } = await requireCircle(deps, caller, circle.id, 'child.read')
  expect(scope.role).toBe('member')
  expect(await getChild(deps, scope, { circleId: circle.id, childId })).toMatchObject({
    ...{ isGrown: true, isMine: true, userId: user.id, mayChange: true, mayDelete: true },
  })
  const again = await signIn(deps, newCaller(), { email, password: account.password, remember: true })
  expect(again.status).toBe('signedIn')
  expect(await auditedActions(deps, { actorId: user.id })).toEqual(
    expect.arrayContaining(['user.created', 'session.opened', 'upgrade.completed']),
  )
  expect(await publishedEvents(deps, circle)).toEqual(
    expect.arrayContaining([
      { type: 'member.joined', userId: user.id },
      { type: 'child.changed', childId },
    ]),
  )
  expect(await trailOf(circle, childId)).toEqual([
    ['upgrade_completed', 'Mila Petrova'],
    ['request_initiated', 'Anna'],
  ])
  const activities = await listActivities(deps, await scopeIn(deps, circle, circle.owner, 'activity.read'), {
    circleId: circle.id,
    limit: 20,
  })
  expect(activities.items).toContainEqual(expect.objectContaining({ kind: 'child.upgraded' }))
})

test('a link works once, for whoever tries it again', async () => {
  const { email, token } = await offer()
  await confirmUpgrade(deps, newCaller(), { token, account })
  await expect(confirmUpgrade(deps, newCaller(), { token, account })).rejects.toThrow('UPGRADE_DONE')
  await expect(previewUpgrade(deps, newCaller(), { token })).rejects.toThrow('UPGRADE_DONE')
  await expect(confirmUpgrade(deps, newCaller(), { token: 'guessed', account })).rejects.toThrow(
    'LINK_INVALID',
  )
  const same = await deps.db.selectFrom('users').where('email', '=', email).select('id').execute()
  expect(same).toHaveLength(1)
})

test('looking at it, however often, uses nothing up and makes nobody', async () => {
  const { email, token } = await offer()
  for (let look = 0; look < 3; look += 1) await previewUpgrade(deps, newCaller(), { token })
  expect(await deps.db.selectFrom('users').where('email', '=', email).select('id').execute()).toEqual([])
  await expect(confirmUpgrade(deps, newCaller(), { token })).rejects.toThrow('INVALID_INPUT')
  await expect(
    confirmUpgrade(deps, newCaller(), { token, account: { ...account, password: 'password1234' } }),
  ).rejects.toThrow('PASSWORD_COMMON')
  await expect(confirmUpgrade(deps, newCaller(), { token, account })).resolves.toMatchObject({
    status: 'confirmed',
  })
})

test('an address that has an account signs in first, and gets nothing by the link alone', async () => {
  const mila = await newUser(deps, { password: 'the password of Mila' })
  await newTotp(deps, mila)
  const { circle, childId, token } = await offer({ email: mila.email })
  expect(await previewUpgrade(deps, newCaller(), { token })).toMatchObject({ next: 'signIn' })
  expect(await confirmUpgrade(deps, newCaller(), { token, account })).toEqual({ status: 'signInFirst' })
  expect(await memberIds(circle)).toEqual([circle.owner.id])

  expect(await previewUpgrade(deps, mila.caller, { token })).toMatchObject({ next: 'confirm' })
  expect(await confirmUpgrade(deps, asBrowser(mila), { token })).toEqual({
    ...{ status: 'confirmed', circleId: circle.id, childId, session: null },
  })
  expect(await memberIds(circle)).toContain(mila.id)
})

test('somebody else who is signed in is told to sign out, and nothing happens', async () => {
  const { circle, childId, token } = await offer()
  const stranger = await newUser(deps)
  for (const other of [stranger, circle.owner]) {
    expect(await previewUpgrade(deps, other.caller, { token })).toMatchObject({ next: 'switch' })
    await expect(confirmUpgrade(deps, asBrowser(other), { token, account })).rejects.toThrow(
      'UPGRADE_FOR_OTHER_ADDRESS',
    )
  }
  const program = { ...asBrowser(stranger), isProgram: true }
  await expect(confirmUpgrade(deps, program, { token })).rejects.toThrow('TOKEN_SCOPE_TOO_LOW')
  expect(await trailOf(circle, childId)).toHaveLength(1)
})

test('a member keeps their role, and is counted once', async () => {
  const circle = await newCircle(deps)
  const viewer = await newMember(deps, circle, 'viewer')
  const { token } = await offer({ circle, email: viewer.email })
  await confirmUpgrade(deps, asBrowser(viewer), { token })
  expect((await scopeIn(deps, circle, viewer, 'child.read')).role).toBe('viewer')
  const { memberCount } = await deps.db
    .selectFrom('circles')
    .where('id', '=', circle.id)
    .select('memberCount')
    .executeTakeFirstOrThrow()
  expect(memberCount).toBe(2)
  // One person is one child of a circle.
  const second = await offer({ circle, email: viewer.email })
  await expect(confirmUpgrade(deps, asBrowser(viewer), { token: second.token })).rejects.toThrow(
    'ALREADY_MEMBER',
  )
})

test('a sign-up that somebody else began for the address is forgotten', async () => {
  const { email, token } = await offer()
  await deps.db
    .insertInto('signUps')
    .values({
      ...{ id: deps.random.id(), email, name: 'Thief', language: 'en', timeZone: 'UTC', passwordHash: 'x' },
      browserHash: Buffer.from('a browser'),
      createdAt: deps.clock.now(),
      expiresAt: new Date(deps.clock.now().getTime() + 60_000),
    })
    .execute()
  await confirmUpgrade(deps, newCaller(), { token, account })
  expect(await deps.db.selectFrom('signUps').where('email', '=', email).select('id').execute()).toEqual([])
})

test('the grown child alone changes, measures and deletes the profile, whatever the role of others', async () => {
  const { circle, childId, mila } = await grown()
  const one = { circleId: circle.id, childId }
  const theirs = await scopeIn(deps, circle, mila, 'child.update')
  expect(await updateChild(deps, theirs, { ...one, name: 'Ludmila' })).toMatchObject({ name: 'Ludmila' })
  const measuring = await scopeIn(deps, circle, mila, 'measurement.add')
  await addMeasurement(deps, measuring, { ...one, measuredOn: '2021-01-01', heightMm: 700 })

  for (const other of [circle.owner, await newMember(deps, circle, 'admin')]) {
    const update = await scopeIn(deps, circle, other, 'child.update')
    await expect(updateChild(deps, update, { ...one, name: 'Milochka' })).rejects.toThrow('CHILD_IS_GROWN')
    const remove = await scopeIn(deps, circle, other, 'child.delete')
    await expect(deleteChild(deps, remove, one)).rejects.toThrow('CHILD_IS_GROWN')
  }
  await expect(newUpgrade(deps, circle, circle.owner, { childId })).rejects.toThrow('CHILD_IS_GROWN')
  await deleteChild(deps, await scopeIn(deps, circle, mila, 'child.delete'), one)
  expect(await memberIds(circle)).toContain(mila.id)
})

test('the grown child takes the mark of themselves off a keep; nobody else’s, and none that they do not see', async () => {
  const { circle, childId, mila } = await grown()
  const one = { circleId: circle.id, childId }
  const keepWith = async (visibility: 'circle' | 'admins') => {
    const { id: keepId } = await newKeep(deps, circle, circle.owner)
    const scope = await scopeIn(deps, circle, circle.owner, 'keep.update')
    await updateKeep(deps, scope, { circleId: circle.id, keepId, childIds: [childId], visibility })
    return keepId
  }
  const [keepId, hidden] = [await keepWith('circle'), await keepWith('admins')]
  const sibling = await newChild(deps, circle, circle.owner)
  const theirs = await scopeIn(deps, circle, mila, 'child.update')
  await expect(untagChild(deps, theirs, { ...one, keepId: hidden })).rejects.toThrow('NOT_FOUND')
  await expect(untagChild(deps, theirs, { ...one, childId: sibling.id, keepId })).rejects.toThrow(
    'ROLE_TOO_LOW',
  )
  const owners = await scopeIn(deps, circle, circle.owner, 'child.update')
  await expect(untagChild(deps, owners, { ...one, keepId })).rejects.toThrow('ROLE_TOO_LOW')

  await untagChild(deps, theirs, { ...one, keepId })
  const keep = await deps.db
    .selectFrom('keeps')
    .where('id', '=', keepId)
    .select('childIds')
    .executeTakeFirstOrThrow()
  expect(keep.childIds).toEqual([])
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'keep.changed', keepId })
})

test('confirmed five times at once, on two servers, it happens once', async () => {
  const another = await deps.openAnother()
  const mila = await newUser(deps)
  const { circle, childId, token } = await offer({ email: mila.email })
  const on = [deps, another, deps, another, deps]
  const answers = await Promise.allSettled(on.map((each) => confirmUpgrade(each, asBrowser(mila), { token })))
  expect(reasonsOf(answers)).toEqual(['UPGRADE_DONE', 'UPGRADE_DONE', 'UPGRADE_DONE', 'UPGRADE_DONE', 'ok'])
  expect(await trailOf(circle, childId)).toHaveLength(2)
  expect(await memberIds(circle)).toHaveLength(2)
})

test('signed up by two browsers at once, it is one account', async () => {
  const { circle, email, token } = await offer()
  const answers = await Promise.allSettled(
    Array.from({ length: 3 }, () => confirmUpgrade(deps, newCaller(), { token, account })),
  )
  const confirmed = answers.filter(
    (answer) => answer.status === 'fulfilled' && answer.value.status === 'confirmed',
  )
  expect(confirmed).toHaveLength(1)
  expect(await deps.db.selectFrom('users').where('email', '=', email).select('id').execute()).toHaveLength(1)
  expect(await memberIds(circle)).toHaveLength(2)
})

const rivals: [string, (circle: TestCircle, childId: string) => Promise<unknown>][] = [
  [
    'a revocation',
    async (circle, childId) =>
      revokeUpgrade(deps, await scopeIn(deps, circle, circle.owner, 'upgrade.revoke'), {
        circleId: circle.id,
        childId,
      }),
  ],
  [
    'a newer mail',
    async (circle, childId) =>
      reissueUpgrade(deps, await scopeIn(deps, circle, circle.owner, 'upgrade.request'), {
        circleId: circle.id,
        childId,
      }),
  ],
  [
    'the deletion of the child',
    async (circle, childId) =>
      deleteChild(deps, await scopeIn(deps, circle, circle.owner, 'child.delete'), {
        circleId: circle.id,
        childId,
      }),
  ],
]

test.each(rivals)('against %s, ten times over, exactly one of the two happens', async (_, rival) => {
  for (let round = 0; round < 10; round += 1) {
    const mila = await newUser(deps)
    const { circle, childId, token } = await offer({ email: mila.email })
    const [confirmed, other] = await Promise.allSettled([
      confirmUpgrade(deps, asBrowser(mila), { token }),
      rival(circle, childId),
    ])
    expect([confirmed.status, other.status].toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await memberIds(circle)).includes(mila.id)).toBe(confirmed.status === 'fulfilled')
  }
})

test('in a circle that is deleted meanwhile nobody is linked', async () => {
  const { circle, token } = await offer()
  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'circle.delete')
  await deleteCircle(deps, scope)
  await expect(confirmUpgrade(deps, newCaller(), { token, account })).rejects.toThrow('LINK_INVALID')
  await expect(previewUpgrade(deps, newCaller(), { token })).rejects.toThrow('LINK_INVALID')
})

test('a wrong link costs one statement and no hashing', async () => {
  const counted = await countStatements(deps, async (these) => {
    const passwords: Deps['passwords'] = {
      ...these.passwords,
      hash: () => Promise.reject(new Error('hashed for nobody')),
    }
    await expect(
      confirmUpgrade({ ...these, passwords }, newCaller(), { token: 'guessed', account }),
    ).rejects.toThrow('LINK_INVALID')
  })
  expect(counted.statements).toBe(1)
})

test('whoever goes for good leaves no address and no name behind, and what was offered to them ends', async () => {
  const mila = await newUser(deps)
  const waiting = await offer({ email: mila.email })
  const done = await offer({ email: mila.email })
  await confirmUpgrade(deps, asBrowser(mila), { token: done.token })
  await deps.transaction(async (tx) => {
    await forgetTraces(tx, { id: mila.id, email: mila.email, phoneIndex: null })
    await forgetTraces(tx, { ...done.circle.owner, phoneIndex: null })
  })
  const rows = await deps.db
    .selectFrom('childUpgrades')
    .where('id', 'in', [waiting.id, done.id])
    .select(['status', 'email', 'guardianName'])
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  expect(rows).toEqual([
    { status: 'revoked', email: null, guardianName: 'Anna Petrova' },
    { status: 'completed', email: null, guardianName: null },
  ])
  expect((await trailOf(waiting.circle, waiting.childId)).map(([action]) => action)).toEqual([
    ...['token_revoked', 'request_initiated'],
  ])
  await expect(previewUpgrade(deps, newCaller(), { token: waiting.token })).rejects.toThrow('LINK_INVALID')
})

/** A child of a circle who was offered an account, and the token of the mail. */
async function offer(chosen: { circle?: TestCircle; email?: string } = {}) {
  const circle = chosen.circle ?? (await newCircle(deps))
  const email = chosen.email ?? newEmail()
  const { id, childId } = await newUpgrade(deps, circle, circle.owner, { email })
  const mailer = createOutbox()
  await handleSendUpgradeMail({ ...deps, mailer }, { upgradeId: id, issue: 1 }, { jobId: id })
  const [, token = ''] = /\/grow\/([\w-]+)/.exec(mailer.mails[0]?.text ?? '') ?? []
  return { circle, id, childId, email, token }
}

/** A child who has an account of their own. */
async function grown() {
  const mila = await newUser(deps)
  const { circle, childId, token } = await offer({ email: mila.email })
  await confirmUpgrade(deps, asBrowser(mila), { token })
  return { circle, childId, mila }
}

function asBrowser({ caller }: TestUser): BrowserCaller {
  return { ...caller, browserToken: 'a browser' }
}

async function memberIds(circle: TestCircle): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('memberships')
    .where('circleId', '=', circle.id)
    .select('userId')
    .execute()
  return rows.map(({ userId }) => userId)
}

async function trailOf(circle: TestCircle, childId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'upgrade.read')
  const { items } = await readUpgradeAudit(deps, scope, { circleId: circle.id, childId, limit: 20 })
  return items.map(({ action, by }) => [action, by])
}

function reasonsOf(answers: PromiseSettledResult<unknown>[]): string[] {
  return answers
    .map((answer) => (answer.status === 'fulfilled' ? 'ok' : (answer.reason as Error).message))
    .toSorted()
}
