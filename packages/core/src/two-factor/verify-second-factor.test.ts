import { limits } from '@kinkeep/contracts/limits'
import type { VerifySecondFactor } from '@kinkeep/contracts/two-factor'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { newChallenge, newTotp } from '@kinkeep/testing/new-second-factor'
import { newCaller, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { authenticate, requireFreshUser } from '../accounts/access.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import { issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { indexPhone, userPhoneContext } from '../platform/phone-numbers.ts'
import { type ChallengeScope, requireChallenge } from './access.ts'
import { confirmFactorSetup } from './confirm-factor-setup.ts'
import { sendFactorCode } from './send-factor-code.ts'
import { setPreferredFactor } from './set-preferred-factor.ts'
import { setupFactor } from './setup-factor.ts'
import { verifySecondFactor } from './verify-second-factor.ts'
import { verifyTotp } from './verify-totp.ts'

const deps = await createTestDeps()
const wrong = '000000'

function enter(
  scope: ChallengeScope,
  input: Partial<VerifySecondFactor> & { code: string },
  on: Deps = deps,
) {
  return verifySecondFactor(on, scope, {
    challengeId: scope.challengeId,
    way: 'totp',
    trustDevice: false,
    ...input,
  })
}

/** `in`, or why not, of each. */
async function reasonsOf(tries: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(tries)
  return settled.map((each) => (each.status === 'fulfilled' ? 'in' : String(each.reason.reason)))
}

test('the right code opens the session that was asked for, and says so in the audit', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  for (const remember of [true, false]) {
    const scope = await newChallenge(deps, user, newCaller(), { remember })
    const { session, device } = await enter(scope, { code: await app.nextCode() })
    expect(session.remembered).toBe(remember)
    expect(device).toBeUndefined()
    const found = await authenticate(deps, newCaller({ sessionToken: session.token }))
    expect(found?.scope.userId).toBe(user.id)
  }
  expect((await auditedActions(deps, { actorId: user.id })).slice(-2)).toEqual([
    'session.opened',
    'session.opened',
  ])
})

test('without a second factor, and for a passkey that proved both, there is no challenge', async () => {
  const user = await newUser(deps)
  const proof = { userId: user.id, firstFactor: 'password', remember: true } as const
  const begin = (more = {}) =>
    deps.transaction((tx) => completeSignIn(tx, deps, newCaller(), { ...proof, ...more }))
  expect(await begin()).toMatchObject({ status: 'signedIn' })
  await newTotp(deps, user)
  expect(await begin({ firstFactor: 'passkey', provesBoth: true })).toMatchObject({ status: 'signedIn' })
  expect(await begin()).toMatchObject({
    status: 'twoFactorRequired',
    methods: ['totp', 'recovery'],
    preferred: 'totp',
  })
})

test('codes of the step before and after are taken, older and later ones are not', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const at = async (seconds: number) => {
    deps.clock.advance(seconds)
    const code = await app.code()
    deps.clock.advance(-seconds)
    return code
  }
  deps.clock.advance(300)
  const scope = () => newChallenge(deps, user, newCaller())
  expect(await reasonsOf([enter(await scope(), { code: await at(-60) })])).toEqual(['CODE_WRONG'])
  expect(await reasonsOf([enter(await scope(), { code: await at(60) })])).toEqual(['CODE_WRONG'])
  expect(await reasonsOf([enter(await scope(), { code: await at(-30) })])).toEqual(['in'])
  expect(await reasonsOf([enter(await scope(), { code: await at(30) })])).toEqual(['in'])
  // A step back from what was used last, though it is this very step's.
  expect(await reasonsOf([enter(await scope(), { code: await at(0) })])).toEqual(['CODE_WRONG'])
})

test('a step is taken once: not again, not for something else, and of ten at once by one', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const used = await app.code()
  expect(await reasonsOf([enter(await newChallenge(deps, user, newCaller()), { code: used })])).toEqual([
    'CODE_WRONG',
  ])

  const again = await app.nextCode()
  await verifyTotp(deps, user.scope, again)
  expect(await reasonsOf([enter(await newChallenge(deps, user, newCaller()), { code: again })])).toEqual([
    'CODE_WRONG',
  ])

  const code = await app.nextCode()
  const another = await deps.openAnother()
  const scopes = await Promise.all([0, 1, 2].map(() => newChallenge(deps, user, newCaller())))
  const reasons = await reasonsOf(scopes.map((scope, i) => enter(scope, { code }, i % 2 ? another : deps)))
  expect(reasons.filter((reason) => reason === 'in')).toHaveLength(1)
})

test('of ten that finish one challenge at once with good codes of their own, one does', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const scope = await newChallenge(deps, user, newCaller())
  const another = await deps.openAnother()
  const tries = app.recoveryCodes.map((code, i) =>
    enter(scope, { way: 'recovery', code }, i % 2 ? another : deps),
  )
  const reasons = await reasonsOf(tries)
  expect(reasons.filter((reason) => reason === 'in')).toHaveLength(1)
  expect(new Set(reasons)).toEqual(new Set(['in', 'CHALLENGE_EXPIRED']))
  const left = await deps.db
    .selectFrom('recoveryCodes')
    .select('codeHash')
    .where('userId', '=', user.id)
    .where('usedAt', 'is', null)
    .execute()
  expect(left).toHaveLength(limits.recoveryCodes - 1)
})

test('a challenge is for the browser that began it, once, for ten minutes, and unknown ones answer the same', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const caller = newCaller()
  const { challengeId } = await newChallenge(deps, user, caller)

  const refused = { reason: 'CHALLENGE_EXPIRED', message: 'CHALLENGE_EXPIRED' }
  await expect(requireChallenge(deps, newCaller(), challengeId)).rejects.toMatchObject(refused)
  await expect(requireChallenge(deps, caller, deps.random.id())).rejects.toMatchObject(refused)

  const scope = await requireChallenge(deps, caller, challengeId)
  await enter(scope, { code: await app.nextCode() })
  await expect(requireChallenge(deps, caller, challengeId)).rejects.toMatchObject(refused)
  await expect(enter(scope, { code: await app.nextCode() })).rejects.toMatchObject(refused)

  const late = await newChallenge(deps, user, caller)
  deps.clock.advance(limits.codeMinutes * 60)
  await expect(requireChallenge(deps, caller, late.challengeId)).rejects.toMatchObject(refused)
  await expect(enter(late, { code: await app.nextCode() })).rejects.toMatchObject(refused)
})

test("nobody's code opens somebody else's challenge", async () => {
  const [anna, boris] = [await newUser(deps), await newUser(deps)]
  const [annasApp, borissApp] = [await newTotp(deps, anna), await newTotp(deps, boris)]
  const scope = await newChallenge(deps, anna, newCaller())
  expect(
    await reasonsOf([
      enter(scope, { code: await borissApp.nextCode() }),
      enter(scope, { way: 'recovery', code: borissApp.recoveryCodes[0] ?? '' }),
    ]),
  ).toEqual(['CODE_WRONG', 'CODE_WRONG'])
  expect(await reasonsOf([enter(scope, { code: await annasApp.nextCode() })])).toEqual(['in'])
})

test('a deactivated account finishes nothing that it began', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const caller = newCaller()
  const scope = await newChallenge(deps, user, caller)
  await deps.db
    .updateTable('users')
    .set({ deactivatedAt: deps.clock.now() })
    .where('id', '=', user.id)
    .execute()
  await expect(requireChallenge(deps, caller, scope.challengeId)).rejects.toMatchObject({
    reason: 'CHALLENGE_EXPIRED',
  })
  expect(await reasonsOf([enter(scope, { code: await app.nextCode() })])).toEqual(['CHALLENGE_EXPIRED'])
})

test('a code by mail: sent to the person, typed in the browser that asked, and good for that alone', async () => {
  const user = await newUser(deps)
  await newTotp(deps, user)
  await addEmail(user)
  const scope = await newChallenge(deps, user, newCaller())
  expect(scope.ways).toEqual(['totp', 'email', 'recovery'])
  expect(await reasonsOf([enter(scope, { way: 'email', code: wrong })])).toEqual(['CODE_EXPIRED'])

  const { sentTo } = await sendFactorCode(deps, scope, { challengeId: scope.challengeId, way: 'email' })
  expect(sentTo).not.toContain(user.email.split('@')[0])
  const code = await deliverLast(scope.challengeId)
  const elsewhere = await newChallenge(deps, user, newCaller())
  expect(await reasonsOf([enter(elsewhere, { way: 'email', code })])).toEqual(['CODE_EXPIRED'])
  expect(await reasonsOf([enter(scope, { way: 'email', code })])).toEqual(['in'])
})

test('a code by SMS: to the number that was proven, and not for whoever came in by it', async () => {
  const user = await newUser(deps)
  await newTotp(deps, user)
  const number = '+491701234567'
  await deps.db
    .updateTable('users')
    .set({
      phoneIndex: indexPhone(deps.secrets, number),
      phoneSealed: deps.secrets.seal(number, userPhoneContext(user.id)),
      phoneVerifiedAt: deps.clock.now(),
    })
    .where('id', '=', user.id)
    .execute()
  const { scope: fresh } = await requireFreshUser(deps, user.caller)
  const begun = await setupFactor(deps, fresh, { kind: 'sms' })
  if (begun.kind === 'totp') throw new Error('unreachable')
  const setupCode = (await deliverCode(deps, begun.codeId)) ?? ''
  await confirmFactorSetup(deps, fresh, { kind: 'sms', codeId: begun.codeId, code: setupCode })

  const byPhone = await newChallenge(deps, user, newCaller(), { firstFactor: 'phone' })
  expect(byPhone.ways).toEqual(['totp', 'recovery'])
  const scope = await newChallenge(deps, user, newCaller())
  expect(scope.ways).toEqual(['totp', 'sms', 'recovery'])
  const { sentTo } = await sendFactorCode(deps, scope, { challengeId: scope.challengeId, way: 'sms' })
  expect(sentTo).not.toContain('1234')
  const code = await deliverLast(scope.challengeId)
  expect(await reasonsOf([enter(scope, { way: 'email', code })])).toEqual(['SECOND_FACTOR_MISSING'])
  expect(await reasonsOf([enter(scope, { way: 'sms', code })])).toEqual(['in'])
})

test('a code that was asked for to remove a factor signs nobody in, nor the other way round', async () => {
  const user = await newUser(deps)
  await addEmail(user)
  const scope = await newChallenge(deps, user, newCaller())
  const { codeId } = await deps.transaction((tx) =>
    issueCode(tx, deps, {
      purpose: 'factor_removal',
      channel: 'email',
      userId: user.id,
      sessionId: user.scope.sessionId,
    }),
  )
  const code = (await deliverCode(deps, codeId)) ?? ''
  expect(await reasonsOf([enter(scope, { way: 'email', code })])).toEqual(['CODE_EXPIRED'])
})

test('what the first factor came through is not asked for again', async () => {
  const user = await newUser(deps)
  await newTotp(deps, user)
  await addEmail(user)
  await setPreferredFactor(deps, user.scope, { kind: 'email' })
  expect((await newChallenge(deps, user, newCaller())).ways).toEqual(['email', 'totp', 'recovery'])
  const byMail = await newChallenge(deps, user, newCaller(), { firstFactor: 'email' })
  expect(byMail.ways).toEqual(['totp', 'recovery'])
  await expect(
    sendFactorCode(deps, byMail, { challengeId: byMail.challengeId, way: 'email' }),
  ).rejects.toMatchObject({ reason: 'SECOND_FACTOR_MISSING' })
  expect(await reasonsOf([enter(byMail, { way: 'email', code: wrong })])).toEqual(['SECOND_FACTOR_MISSING'])
})

test('two letters to one mailbox are one factor: with nothing else, a recovery code is asked for', async () => {
  const user = await newUser(deps)
  const recoveryCodes = await addEmail(user)
  const scope = await newChallenge(deps, user, newCaller(), { firstFactor: 'email' })
  expect(scope.ways).toEqual(['recovery'])
  expect(await reasonsOf([enter(scope, { way: 'recovery', code: recoveryCodes?.[0] ?? '' })])).toEqual(['in'])
})

/** Codes by mail as a second factor, set up through the front door; its recovery codes when it is the first. */
async function addEmail(user: Awaited<ReturnType<typeof newUser>>): Promise<string[] | null> {
  const { scope } = await requireFreshUser(deps, user.caller)
  const begun = await setupFactor(deps, scope, { kind: 'email' })
  if (begun.kind === 'totp') throw new Error('unreachable')
  const code = (await deliverCode(deps, begun.codeId)) ?? ''
  const { recoveryCodes } = await confirmFactorSetup(deps, scope, {
    kind: 'email',
    codeId: begun.codeId,
    code,
  })
  return recoveryCodes
}

async function deliverLast(challengeId: string): Promise<string> {
  const { id } = await deps.db
    .selectFrom('codes')
    .select('id')
    .where('challengeId', '=', challengeId)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return (await deliverCode(deps, id)) ?? ''
}
