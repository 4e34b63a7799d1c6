import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { addSeconds } from '../platform/clock.ts'
import { hashToken } from '../platform/token-hash.ts'
import { authenticate } from './access.ts'
import { triesPerAddress } from './rules.ts'
import { signIn } from './sign-in.ts'

const deps = await createTestDeps()
const password = 'a quiet evening'

test('the right password opens a session of its own', async () => {
  const user = await newUser(deps, { password })
  const { token, remembered } = await signedIn({
    email: user.email,
    password,
    remember: true,
  })

  expect(remembered).toBe(true)
  expect(token).not.toBe(user.caller.sessionToken)
  const found = await authenticate(deps, newCaller({ sessionToken: token }))
  expect(found?.scope.userId).toBe(user.id)
  expect(await auditedActions(deps, { actorId: user.id })).toEqual(['session.opened'])
})

test('the audit knows the request and the address a session was opened from', async () => {
  const user = await newUser(deps, { password })
  const caller = newCaller()
  await signIn(deps, caller, { email: user.email, password, remember: true })
  const entries = await deps.db
    .selectFrom('auditEntries')
    .select(['requestId', 'address', 'subjectId'])
    .where('actorId', '=', user.id)
    .execute()
  expect(entries).toEqual([{ requestId: caller.requestId, address: caller.address, subjectId: user.id }])
})

test('a passing session is kept for a day, a remembered one for thirty', async () => {
  const user = await newUser(deps, { password })
  const days = async (remember: boolean) => {
    const { token } = await signedIn({ email: user.email, password, remember })
    const found = await authenticate(deps, newCaller({ sessionToken: token }))
    return Math.round(((found?.row.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000)
  }
  expect(await days(false)).toBe(1)
  expect(await days(true)).toBe(30)
})

test('a password whose hash took less work than they do now is hashed anew, once', async () => {
  const user = await newUser(deps)
  const dated = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  await deps.db.updateTable('users').set({ passwordHash: dated }).where('id', '=', user.id).execute()
  const hashAfterSignIn = async () => {
    await signedIn({ email: user.email, password, remember: true })
    const row = await deps.db
      .selectFrom('users')
      .select('passwordHash')
      .where('id', '=', user.id)
      .executeTakeFirstOrThrow()
    return row.passwordHash
  }
  const renewed = await hashAfterSignIn()
  expect(renewed).not.toBe(dated)
  expect(await hashAfterSignIn()).toBe(renewed)
})

test('a wrong password, an address nobody has and an account without a password answer the same', async () => {
  const user = await newUser(deps, { password })
  const passwordless = await newUser(deps)
  const tries = [
    { email: user.email, password: 'a loud morning' },
    { email: newEmail(), password },
    { email: passwordless.email, password },
  ]
  for (const input of tries) {
    const refusal = signIn(deps, newCaller(), { ...input, remember: true })
    await expect(refusal).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG', message: 'CREDENTIALS_WRONG' })
  }
  expect(await auditedActions(deps, { actorId: user.id })).toEqual([])
})

test.each(['known', 'unknown'])(
  'fifty tries at once at an address that is %s: no more than the limit',
  async (kind) => {
    const email = kind === 'known' ? (await newUser(deps, { password })).email : newEmail()
    const another = await deps.openAnother()
    const tries = Array.from({ length: 50 }, (_, i) =>
      signIn(i % 2 ? deps : another, newCaller(), { email, password: 'a loud morning', remember: true }),
    )
    const reasons = (await Promise.allSettled(tries)).map((each) =>
      each.status === 'rejected' ? each.reason.reason : 'in',
    )

    expect(reasons.filter((reason) => reason === 'CREDENTIALS_WRONG')).toHaveLength(triesPerAddress.count)
    expect(reasons.filter((reason) => reason === 'TOO_MANY_REQUESTS')).toHaveLength(
      50 - triesPerAddress.count,
    )
  },
)

test('after too many tries the right password waits as well, and is told how long', async () => {
  const user = await newUser(deps, { password })
  const attempt = (typed: string) =>
    signIn(deps, newCaller(), { email: user.email, password: typed, remember: true })
  for (let i = 0; i < triesPerAddress.count; i += 1) await attempt('a loud morning').catch(() => undefined)

  const refusal = await attempt(password).catch((error) => error)
  expect(refusal.reason).toBe('TOO_MANY_REQUESTS')
  expect(refusal.retryAfter).toBeGreaterThan(0)
  expect(refusal.retryAfter).toBeLessThanOrEqual(triesPerAddress.seconds / triesPerAddress.count)
})

test('a stranger who uses up the tries at an address does not lock out the device its owner trusts', async () => {
  const user = await newUser(deps, { password })
  const stranger = await newUser(deps)
  const trusted = newCaller({ deviceToken: await trustedDevice(user.id) })
  const foreign = newCaller({ deviceToken: await trustedDevice(stranger.id) })
  const attempt = (caller: typeof trusted, typed: string) =>
    signIn(deps, caller, { email: user.email, password: typed, remember: true }).then(
      ({ status }) => status,
      ({ reason }) => reason,
    )
  for (let i = 0; i < triesPerAddress.count; i += 1) await attempt(newCaller(), 'a loud morning')

  expect(await attempt(newCaller(), password)).toBe('TOO_MANY_REQUESTS')
  expect(await attempt(foreign, password)).toBe('TOO_MANY_REQUESTS')
  expect(await attempt(trusted, password)).toBe('signedIn')
  for (let i = 1; i < triesPerAddress.count; i += 1) await attempt(trusted, 'a loud morning')
  expect(await attempt(trusted, password)).toBe('TOO_MANY_REQUESTS')
})

test('a password that is replaced while it is compared opens no session', async () => {
  const user = await newUser(deps, { password })
  const passwordHash = await deps.passwords.hash('another evening')
  let isReplaced = false
  const passwords = {
    ...deps.passwords,
    async verify(...typed: Parameters<typeof deps.passwords.verify>) {
      const matches = await deps.passwords.verify(...typed)
      if (isReplaced) return matches
      isReplaced = true
      await deps.db.updateTable('users').set({ passwordHash }).where('id', '=', user.id).execute()
      return matches
    },
  }
  const late = signIn({ ...deps, passwords }, newCaller(), { email: user.email, password, remember: true })
  await expect(late).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })
})

async function trustedDevice(userId: string): Promise<string> {
  const token = deps.random.token()
  const now = deps.clock.now()
  await deps.db
    .insertInto('trustedDevices')
    .values({
      ...{ id: deps.random.id(), userId, tokenHash: hashToken(token), createdAt: now, usedAt: now },
      expiresAt: addSeconds(now, 3600),
    })
    .execute()
  return token
}

async function signedIn(input: Parameters<typeof signIn>[2]) {
  const outcome = await signIn(deps, newCaller(), input)
  if (outcome.status !== 'signedIn') throw new Error(outcome.status)
  return outcome.session
}
