import { deliverCode } from '@kinkeep/testing/deliver-code'
import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { requireFreshUser, requireUser } from '../accounts/access.ts'
import { openSession } from '../platform/sessions.ts'
import { readReauthenticationMethods } from './queries.ts'
import { reauthenticateUser } from './reauthenticate-user.ts'
import { requestReauthentication } from './request-reauthentication.ts'

const deps = await createTestDeps()
const password = 'a long password'

test('a proof serves for minutes; the password makes another, in this session alone', async () => {
  const user = await newUser(deps, { password })
  const other = await signInAgain(user)
  await age(user)
  await expect(requireFreshUser(deps, user.caller)).rejects.toMatchObject({
    reason: 'REAUTHENTICATION_REQUIRED',
  })
  await reauthenticateUser(deps, user.scope, { method: 'password', password })
  expect((await requireFreshUser(deps, user.caller)).scope.userId).toBe(user.id)
  await expect(requireFreshUser(deps, other)).rejects.toMatchObject({ reason: 'REAUTHENTICATION_REQUIRED' })
  const [entry] = await deps.db
    .selectFrom('auditEntries')
    .select(['action', 'subjectId'])
    .where('actorId', '=', user.id)
    .execute()
  expect(entry).toEqual({ action: 'session.proven', subjectId: user.scope.sessionId })
})

test.each([password, 'wrong'])('who has no password proves nothing with one', async (tried) => {
  const user = await newUser(deps)
  await age(user)
  await expect(
    reauthenticateUser(deps, user.scope, { method: 'password', password: tried }),
  ).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })
  await expectStale(user)
})

test('of fifty wrong passwords at once on two servers, five are looked at', async () => {
  const user = await newUser(deps, { password })
  await age(user)
  const servers = [deps, await deps.openAnother()]
  const tries = Array.from({ length: 50 }, (_, index) =>
    reauthenticateUser(servers[index % 2] ?? deps, user.scope, {
      method: 'password',
      password: `wrong ${index}`,
    }),
  )
  const reasons = (await Promise.allSettled(tries)).map((result) =>
    result.status === 'rejected' ? result.reason.reason : 'ok',
  )
  expect(reasons.filter((reason) => reason === 'CREDENTIALS_WRONG')).toHaveLength(5)
  expect(reasons.filter((reason) => reason === 'TOO_MANY_REQUESTS')).toHaveLength(45)
  await expect(reauthenticateUser(deps, user.scope, { method: 'password', password })).rejects.toMatchObject({
    reason: 'TOO_MANY_REQUESTS',
  })
  await expectStale(user)
})

test('a code by mail proves it, once, in the session that asked, to its owner', async () => {
  const user = await newUser(deps)
  const stranger = await newUser(deps)
  const other = await requireUser(deps, await signInAgain(user))
  await age(user)
  const { codeId, sentTo } = await requestReauthentication(deps, user.scope, { channel: 'email' })
  expect(sentTo).toMatch(/^.…@example\.org$/)
  const typed = { method: 'code', codeId, code: (await deliverCode(deps, codeId)) ?? '' } as const
  for (const scope of [stranger.scope, other.scope]) {
    await expect(reauthenticateUser(deps, scope, typed)).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
  }
  await reauthenticateUser(deps, user.scope, typed)
  expect(await requireFreshUser(deps, user.caller)).toBeDefined()
  await expect(reauthenticateUser(deps, user.scope, typed)).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
})

test('nothing goes by SMS to whoever has no number', async () => {
  const user = await newUser(deps)
  await expect(requestReauthentication(deps, user.scope, { channel: 'sms' })).rejects.toMatchObject({
    reason: 'SECOND_FACTOR_MISSING',
  })
})

test('an app’s code proves it once', async () => {
  const user = await newUser(deps)
  const totp = await newTotp(deps, user)
  const code = await totp.nextCode()
  await age(user)
  await reauthenticateUser(deps, user.scope, { method: 'totp', code })
  expect(await requireFreshUser(deps, user.caller)).toBeDefined()
  await expect(reauthenticateUser(deps, user.scope, { method: 'totp', code })).rejects.toMatchObject({
    reason: 'CODE_WRONG',
  })
})

test('a session that ended meanwhile proves nothing', async () => {
  const user = await newUser(deps, { password })
  await deps.db.deleteFrom('sessions').where('userId', '=', user.id).execute()
  await expect(reauthenticateUser(deps, user.scope, { method: 'password', password })).rejects.toMatchObject({
    reason: 'NOT_SIGNED_IN',
  })
})

test('everybody has a letter; the rest as they set it up; with a second factor that alone', async () => {
  const bare = await newUser(deps)
  expect(await readReauthenticationMethods(deps, bare.scope)).toEqual({ methods: ['email'], providers: [] })
  const user = await newUser(deps, { password })
  expect((await readReauthenticationMethods(deps, user.scope)).methods).toEqual(['password', 'email'])
  await newTotp(deps, user)
  expect((await readReauthenticationMethods(deps, user.scope)).methods).toEqual(['totp'])
})

test('neither the password nor the mailbox is a way around a second factor', async () => {
  const user = await newUser(deps, { password })
  const { codeId } = await requestReauthentication(deps, user.scope, { channel: 'email' })
  const code = (await deliverCode(deps, codeId)) ?? ''
  const totp = await newTotp(deps, user)
  await age(user)
  const refused = { reason: 'SECOND_FACTOR_REQUIRED' }
  await expect(reauthenticateUser(deps, user.scope, { method: 'password', password })).rejects.toMatchObject(
    refused,
  )
  await expect(requestReauthentication(deps, user.scope, { channel: 'email' })).rejects.toMatchObject(refused)
  // Asked for while the mailbox was enough, it is not any more.
  await expect(reauthenticateUser(deps, user.scope, { method: 'code', codeId, code })).rejects.toMatchObject(
    refused,
  )
  await expectStale(user)
  await reauthenticateUser(deps, user.scope, { method: 'totp', code: await totp.nextCode() })
  expect((await requireFreshUser(deps, user.caller)).scope.userId).toBe(user.id)
})

/** As if the last proof of this person were an hour old. */
async function age({ id }: TestUser): Promise<void> {
  await deps.db
    .updateTable('sessions')
    .set({ provenAt: new Date(deps.clock.now().getTime() - 3_600_000) })
    .where('userId', '=', id)
    .execute()
}

async function expectStale(user: TestUser): Promise<void> {
  await expect(requireFreshUser(deps, user.caller)).rejects.toMatchObject({
    reason: 'REAUTHENTICATION_REQUIRED',
  })
}

async function signInAgain(user: TestUser) {
  const session = await deps.transaction((tx) =>
    openSession(tx, deps.random, { userId: user.id, remembered: true, place: { address: undefined } }),
  )
  await age(user)
  return { ...user.caller, sessionToken: session.token }
}
