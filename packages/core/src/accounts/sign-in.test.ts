import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
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

async function signedIn(input: Parameters<typeof signIn>[2]) {
  const outcome = await signIn(deps, newCaller(), input)
  if (outcome.status !== 'signedIn') throw new Error(outcome.status)
  return outcome.session
}
