import { listUsers as listUsersContract } from '@kinkeep/contracts/operators'
import { newCircle } from '@kinkeep/testing/new-circle'
import { newOperator } from '@kinkeep/testing/new-operator'
import { newCaller, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { describe, expect, test } from 'vitest'
import { authenticate, requireUser } from '../accounts/access.ts'
import { signIn } from '../accounts/sign-in.ts'
import { requireCircle } from '../circles/access.ts'
import { followCircle } from '../circles/follow-circle.ts'
import { addSeconds } from '../platform/clock.ts'
import { requireFreshOperator, requireOperator } from './access.ts'
import { deactivateUser } from './deactivate-user.ts'
import { makeAdmin } from './make-admin.ts'
import { getUser, listAudit, listUsers } from './queries.ts'
import { reactivateUser } from './reactivate-user.ts'
import { setUserRole } from './set-user-role.ts'

const deps = await createTestDeps()

/** No other admin, as on the first day. */
async function onlyAdmin() {
  const own = await createTestDeps()
  return { own, admin: await newOperator(own, 'admin') }
}

async function newPasskey(userId: string): Promise<void> {
  await deps.db
    .insertInto('passkeys')
    .values({
      ...{ id: deps.random.id(), userId, credentialId: deps.random.token(), publicKey: Buffer.alloc(32) },
      ...{ counter: 0, transports: [], backedUp: false, name: 'Key', createdAt: deps.clock.now() },
    })
    .execute()
}

describe('an operator', () => {
  test('is nobody to somebody else, and needs more than a password', async () => {
    const person = await newUser(deps)
    await expect(requireOperator(deps, person.caller, 'operator')).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
    await expect(requireOperator(deps, newCaller(), 'operator')).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
    await expect(
      requireOperator(deps, { ...person.caller, isProgram: true }, 'operator'),
    ).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    const operator = await newOperator(deps, 'operator')
    await expect(requireOperator(deps, operator.caller, 'admin')).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
    // With a passkey and no second factor the password alone would still open the account.
    await newPasskey(operator.id)
    await deps.db.deleteFrom('secondFactors').where('userId', '=', operator.id).execute()
    await expect(requireOperator(deps, operator.caller, 'operator')).rejects.toMatchObject({
      reason: 'SECOND_FACTOR_MISSING',
    })
  })

  test('changes nothing with a proof that is old', async () => {
    const operator = await newOperator(deps, 'operator')
    await deps.db
      .updateTable('sessions')
      .set({ provenAt: addSeconds(deps.clock.now(), -6 * 60) })
      .where('userId', '=', operator.id)
      .execute()
    await requireOperator(deps, operator.caller, 'operator')
    await expect(requireFreshOperator(deps, operator.caller, 'operator')).rejects.toMatchObject({
      reason: 'REAUTHENTICATION_REQUIRED',
    })
  })

  test('is told that a sign no text can have is no search, by the contract', () => {
    expect(listUsersContract.input.safeParse({ search: 'a\0b' }).success).toBe(false)
    expect(listUsersContract.input.parse({ search: ' Вера ' }).search).toBe('вера')
  })

  test('finds people by the beginning of an address or name, a page at a time', async () => {
    const { scope } = await newOperator(deps, 'operator')
    const mark = `q%${deps.random.id().slice(-6)}`
    const first = await newUser(deps, { email: `${mark}-a@example.org` })
    const second = await newUser(deps, { name: `${mark.toUpperCase()} Lind` })
    await newUser(deps, { name: `Not ${mark}` })
    const page = await listUsers(deps, scope, { search: mark, limit: 1 })
    expect(page.items.map(({ id }) => id)).toEqual([second.id])
    const rest = await listUsers(deps, scope, { search: mark, limit: 1, cursor: page.nextCursor ?? '' })
    expect(rest).toMatchObject({ items: [{ id: first.id }], nextCursor: null })
    expect((await listUsers(deps, scope, { search: 'q_', limit: 9 })).items).toEqual([])
  })

  test('sees of a person numbers, and that they looked is written down', async () => {
    const operator = await newOperator(deps, 'operator')
    const person = await newUser(deps, { name: 'Vera' })
    await newCircle(deps, { owner: person })
    const seen = await getUser(deps, operator.scope, { userId: person.id })
    expect(seen).toEqual({
      id: person.id,
      email: person.email,
      name: 'Vera',
      role: 'user',
      language: 'en',
      createdAt: expect.any(String),
      deactivatedAt: null,
      deletionDueAt: null,
      hasSecondFactor: false,
      sessionCount: 1,
      tokenCount: 0,
      passkeyCount: 0,
      circleCount: 1,
      usedAt: expect.any(String),
    })
    const { items } = await listAudit(deps, operator.scope, { actorId: operator.id, limit: 10 })
    expect(items).toMatchObject([
      {
        action: 'operator.user_read',
        subjectId: person.id,
        actorEmail: operator.email,
        address: '192.0.2.1',
      },
    ])
    await expect(getUser(deps, operator.scope, { userId: deps.random.id() })).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
  })

  test('reads the audit filtered and in pages', async () => {
    const operator = await newOperator(deps, 'operator')
    const circle = await newCircle(deps)
    for (let i = 0; i < 3; i += 1) await getUser(deps, operator.scope, { userId: circle.owner.id })
    const about = { actorId: operator.id, action: 'operator.user_read' } as const
    const page = await listAudit(deps, operator.scope, { ...about, limit: 2 })
    const rest = await listAudit(deps, operator.scope, { ...about, limit: 2, cursor: page.nextCursor ?? '' })
    expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null])
    expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(3)
    const [newest] = page.items
    const later = new Date(Date.parse(newest?.at ?? '') + 1).toISOString()
    expect((await listAudit(deps, operator.scope, { ...about, from: later, limit: 9 })).items).toEqual([])
    expect((await listAudit(deps, operator.scope, { ...about, to: later, limit: 9 })).items).toHaveLength(3)
    await expect(listAudit(deps, operator.scope, { limit: 2, cursor: 'forged' })).rejects.toMatchObject({
      reason: 'INVALID_INPUT',
    })
  })
})

describe('a role', () => {
  test('is given by an admin, and ends the sessions of who had another', async () => {
    const { scope, id } = await newOperator(deps, 'admin')
    const person = await newUser(deps)
    expect(await setUserRole(deps, scope, { userId: person.id, role: 'operator' })).toMatchObject({
      role: 'operator',
      sessionCount: 0,
    })
    expect(await authenticate(deps, person.caller)).toBeNull()
    expect(await auditedActions(deps, { actorId: id })).toEqual(['user.role_set.operator'])
  })

  test('of the last admin stays, however two of them try at once', async () => {
    const { own, admin } = await onlyAdmin()
    await expect(setUserRole(own, admin.scope, { userId: admin.id, role: 'user' })).rejects.toMatchObject({
      reason: 'LAST_ADMIN',
    })
    const other = await newOperator(own, 'admin')
    const answers = await Promise.allSettled([
      setUserRole(own, admin.scope, { userId: other.id, role: 'user' }),
      setUserRole(own, other.scope, { userId: admin.id, role: 'operator' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a deactivated person', () => {
  const password = 'a long password'

  test('is signed out everywhere, streams too, and comes in no more until reactivated', async () => {
    const operator = await newOperator(deps, 'operator')
    const person = await newUser(deps, { password })
    const circle = await newCircle(deps, { owner: person })
    await deps.hub.start()
    const { scope } = await requireCircle(deps, person.caller, circle.id, 'circle.read')
    const stream = followCircle(deps, scope, {}, AbortSignal.timeout(10_000))
    const next = stream.next()

    const closed = await deactivateUser(deps, operator.scope, { userId: person.id, reason: 'compromised' })
    expect(closed).toMatchObject({ sessionCount: 0, deactivatedAt: expect.any(String) })
    expect(await next).toEqual({ done: true, value: undefined })
    await expect(requireUser(deps, person.caller)).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
    const attempt = () => signIn(deps, newCaller(), { email: person.email, password, remember: true })
    await expect(attempt()).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })

    await reactivateUser(deps, operator.scope, { userId: person.id })
    expect(await attempt()).toMatchObject({ status: 'signedIn' })
    expect(await auditedActions(deps, { actorId: operator.id })).toEqual([
      'user.deactivated.compromised',
      'user.reactivated',
    ])
  })

  test('is never oneself, nor one who stands as high, nor the last admin', async () => {
    const { own, admin } = await onlyAdmin()
    const operator = await newOperator(own, 'operator')
    const colleague = await newOperator(own, 'operator')
    const close = (scope: typeof operator.scope | typeof admin.scope, userId: string) =>
      deactivateUser(own, scope, { userId, reason: 'other' })
    await expect(close(operator.scope, colleague.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
    await expect(close(operator.scope, admin.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
    await expect(close(admin.scope, admin.id)).rejects.toMatchObject({ reason: 'LAST_ADMIN' })
    const second = await newOperator(own, 'admin')
    await expect(close(second.scope, second.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
    await expect(reactivateUser(own, operator.scope, { userId: colleague.id })).rejects.toMatchObject({
      reason: 'ROLE_TOO_LOW',
    })
    expect(await close(admin.scope, operator.id)).toMatchObject({ deactivatedAt: expect.any(String) })
  })
})

test('the first admin is made from outside, once, and audited', async () => {
  const own = await createTestDeps()
  const person = await newUser(own)
  await expect(makeAdmin(own, 'nobody@example.org')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await makeAdmin(own, person.email)
  await makeAdmin(own, person.email)
  expect(await authenticate(own, person.caller)).toBeNull()
  const entries = await own.db.selectFrom('auditEntries').select(['action', 'actorId', 'subjectId']).execute()
  expect(entries).toEqual([{ action: 'user.role_set.admin', actorId: null, subjectId: person.id }])
})
