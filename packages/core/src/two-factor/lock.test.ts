import { limits } from '@kinkeep/contracts/limits'
import { newChallenge, newTotp } from '@kinkeep/testing/new-second-factor'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, queuedJobs } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireFreshUser } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { disableTwoFactor } from './disable-two-factor.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { lockMails, recoveryTries } from './rules.ts'
import { verifySecondFactor } from './verify-second-factor.ts'
import { verifyTotp } from './verify-totp.ts'

const deps = await createTestDeps()
const wrong = '000000'
const nonsense = '0000-0000-0000'

/** A try in a browser of its own, which knows the first factor. */
async function enter(
  user: TestUser,
  way: 'totp' | 'recovery',
  code: string,
  on: Deps = deps,
): Promise<string> {
  const scope = await newChallenge(on, user, newCaller())
  const entered = verifySecondFactor(on, scope, {
    challengeId: scope.challengeId,
    way,
    code,
    trustDevice: false,
  })
  return entered.then(
    () => 'in',
    (error) => String(error.reason),
  )
}

/** What `seconds` of waiting would do: the lock goes by Postgres's clock. */
async function pass(user: TestUser, seconds: number): Promise<void> {
  await sql`
    update users set
      locked_until = locked_until - make_interval(secs => ${seconds}),
      factor_tries_at = array(select at - make_interval(secs => ${seconds}) from unnest(factor_tries_at) as at)
    where id = ${user.id}
  `.execute(deps.db)
}

async function enrolled() {
  const user = await newUser(deps)
  return { user, app: await newTotp(deps, user) }
}

test('of fifty wrong codes sent at once, to two processes, three are looked at', async () => {
  const { user } = await enrolled()
  const another = await deps.openAnother()
  const tries = Array.from({ length: 50 }, (_, i) => enter(user, 'totp', wrong, i % 2 ? another : deps))
  const reasons = await Promise.all(tries)
  expect(reasons.filter((reason) => reason === 'CODE_WRONG')).toHaveLength(limits.secondFactorTries)
  expect(reasons.filter((reason) => reason === 'SECOND_FACTOR_LOCKED')).toHaveLength(47)
})

test('the right code among the fourth to fiftieth does not help', async () => {
  const { user, app } = await enrolled()
  for (let i = 0; i < limits.secondFactorTries; i += 1)
    expect(await enter(user, 'totp', wrong)).toBe('CODE_WRONG')
  const code = await app.nextCode()
  const reasons = await Promise.all(Array.from({ length: 20 }, () => enter(user, 'totp', code)))
  expect(new Set(reasons)).toEqual(new Set(['SECOND_FACTOR_LOCKED']))
})

test('it is locked for a quarter of an hour, says how long, and is open again then', async () => {
  const { user, app } = await enrolled()
  for (let i = 0; i < limits.secondFactorTries; i += 1) await enter(user, 'totp', wrong)
  const refusal = await verifyTotp(deps, user.scope, wrong).catch((error) => error)
  expect(refusal.reason).toBe('SECOND_FACTOR_LOCKED')
  expect(refusal.retryAfter).toBeGreaterThan(limits.lockMinutes * 60 - 30)
  expect(refusal.retryAfter).toBeLessThanOrEqual(limits.lockMinutes * 60)

  await pass(user, limits.lockMinutes * 60 - 10)
  expect(await enter(user, 'totp', await app.nextCode())).toBe('SECOND_FACTOR_LOCKED')
  await pass(user, 10)
  expect(await enter(user, 'totp', wrong)).toBe('CODE_WRONG')
  expect(await enter(user, 'totp', await app.nextCode())).toBe('in')
})

test('wrong codes count for a quarter of an hour each, however they lie in it, and a right one forgives them', async () => {
  const { user, app } = await enrolled()
  await enter(user, 'totp', wrong)
  await pass(user, 10 * 60)
  await enter(user, 'totp', wrong)
  await pass(user, 6 * 60)
  // The first is 16 minutes old.
  expect(await enter(user, 'totp', wrong)).toBe('CODE_WRONG')
  expect(await enter(user, 'totp', await app.nextCode())).toBe('in')
  for (let i = 0; i < limits.secondFactorTries; i += 1)
    expect(await enter(user, 'totp', wrong)).toBe('CODE_WRONG')
  expect(await enter(user, 'totp', wrong)).toBe('SECOND_FACTOR_LOCKED')
})

test('all ways and purposes count together: neither signing in, proving again nor disabling is a way around', async () => {
  const { user, app } = await enrolled()
  const { scope } = await requireFreshUser(deps, user.caller)
  await enter(user, 'totp', wrong)
  await verifyTotp(deps, user.scope, wrong).catch(() => undefined)
  await disableTwoFactor(deps, scope, { proof: { way: 'totp', code: wrong } }).catch(() => undefined)
  const code = await app.nextCode()
  const locked = { reason: 'SECOND_FACTOR_LOCKED' }
  await expect(disableTwoFactor(deps, scope, { proof: { way: 'totp', code } })).rejects.toMatchObject(locked)
  await expect(verifyTotp(deps, scope, code)).rejects.toMatchObject(locked)
})

test("one person's wrong codes lock nobody else", async () => {
  const [anna, boris] = [await enrolled(), await enrolled()]
  for (let i = 0; i < 4; i += 1) await enter(anna.user, 'totp', wrong)
  expect(await enter(boris.user, 'totp', await boris.app.nextCode())).toBe('in')
})

test('a recovery code works while it is locked, and opens the lock', async () => {
  const { user, app } = await enrolled()
  for (let i = 0; i < 4; i += 1) await enter(user, 'totp', wrong)
  expect(await enter(user, 'recovery', nonsense)).toBe('CODE_WRONG')
  expect(await enter(user, 'totp', await app.nextCode())).toBe('SECOND_FACTOR_LOCKED')
  expect(await enter(user, 'recovery', app.recoveryCodes[0] ?? '')).toBe('in')
  expect(await enter(user, 'totp', await app.nextCode())).toBe('in')
})

test('each recovery code works once, also of twenty at once, as printed and as typed', async () => {
  const { user, app } = await enrolled()
  const [code = '', other = ''] = app.recoveryCodes
  const reasons = await Promise.all(
    Array.from({ length: recoveryTries.count - 1 }, () => enter(user, 'recovery', code)),
  )
  expect(reasons.filter((reason) => reason === 'in')).toHaveLength(1)
  const typed = other.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
  expect(await enter(user, 'recovery', typed)).toBe('in')
})

test('recovery codes are not tried in numbers: fifty at once, no more than the limit', async () => {
  const { user } = await enrolled()
  const reasons = await Promise.all(Array.from({ length: 50 }, () => enter(user, 'recovery', nonsense)))
  expect(reasons.filter((reason) => reason === 'CODE_WRONG')).toHaveLength(recoveryTries.count)
  expect(reasons.filter((reason) => reason === 'TOO_MANY_REQUESTS')).toHaveLength(50 - recoveryTries.count)
})

test('the owner hears of a lock, but not of every one', async () => {
  const { user } = await enrolled()
  for (let round = 0; round < lockMails.count + 2; round += 1) {
    for (let i = 0; i < limits.secondFactorTries; i += 1) await enter(user, 'totp', wrong)
    await pass(user, limits.lockMinutes * 60)
  }
  const news = (await queuedJobs(deps, sendSecondFactorMail)).filter(
    (job) => job.userId === user.id && job.news === 'locked',
  )
  expect(news).toHaveLength(lockMails.count)
  const locks = (await auditedActions(deps, { actorId: user.id })).filter(
    (action) => action === 'second_factor.locked',
  )
  expect(locks).toHaveLength(lockMails.count + 2)
})
