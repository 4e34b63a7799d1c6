import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { expect, test, vi } from 'vitest'
import { authenticate, requireUser } from './access.ts'
import { confirmEmail } from './confirm-email.ts'
import { handleSendSignUpMail, handleSweepAccounts } from './handlers.ts'
import { confirmationTries } from './rules.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'

const deps = await createTestDeps()
const warn = vi.spyOn(deps.log, 'warn')

test('a click in the browser that signed up makes the account and signs in', async () => {
  const { email, token, browserToken } = await signedUp()
  const { session } = await confirmEmail(deps, { ...newCaller(), browserToken }, { token })

  const { scope } = await requireUser(deps, newCaller({ sessionToken: session.token }))
  expect(scope.user).toMatchObject({ email, name: 'Vera', language: 'ru', timeZone: 'Asia/Tokyo' })
  expect(await auditedActions(deps, { actorId: scope.userId })).toEqual(['user.created'])
})

test('in another browser the link asks for the password, and gives nothing without it', async () => {
  const { email, token, password } = await signedUp()
  const elsewhere = { ...newCaller(), browserToken: undefined }

  await expect(confirmEmail(deps, elsewhere, { token })).rejects.toMatchObject({
    reason: 'PASSWORD_REQUIRED',
  })
  const wrong = confirmEmail(deps, elsewhere, { token, password: 'a loud morning' })
  await expect(wrong).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })
  expect(await userOf(email)).toBeUndefined()

  const { session } = await confirmEmail(deps, elsewhere, { token, password })
  expect(await authenticate(deps, newCaller({ sessionToken: session.token }))).not.toBeNull()
})

test('the token of another browser is no better than none', async () => {
  const { token } = await signedUp()
  const { browserToken } = await signedUp()
  const refusal = confirmEmail(deps, { ...newCaller(), browserToken }, { token })
  await expect(refusal).rejects.toMatchObject({ reason: 'PASSWORD_REQUIRED' })
})

test('the password of a sign-up cannot be guessed in parallel', async () => {
  const { token } = await signedUp()
  const elsewhere = { ...newCaller(), browserToken: undefined }
  const tries = Array.from({ length: 20 }, (_, i) =>
    confirmEmail(deps, elsewhere, { token, password: `guess ${i}` }),
  )
  const reasons = (await Promise.allSettled(tries)).map((each) =>
    each.status === 'rejected' ? each.reason.reason : 'in',
  )
  expect(reasons.filter((reason) => reason === 'CREDENTIALS_WRONG')).toHaveLength(confirmationTries.count)
  expect(reasons.filter((reason) => reason === 'TOO_MANY_REQUESTS')).toHaveLength(
    20 - confirmationTries.count,
  )
})

test('whoever signs up with somebody else’s address first gains nothing', async () => {
  const email = newEmail()
  const attacker = await signedUp({ email, password: 'the attacker knows' })
  const owner = await signedUp({ email, password: 'the owner knows' })

  // The owner opens the attacker's mail in their own browser: it asks for a password they never chose.
  const trap = confirmEmail(
    deps,
    { ...newCaller(), browserToken: owner.browserToken },
    { token: attacker.token },
  )
  await expect(trap).rejects.toMatchObject({ reason: 'PASSWORD_REQUIRED' })
  await confirmEmail(deps, { ...newCaller(), browserToken: owner.browserToken }, { token: owner.token })

  const late = confirmEmail(
    deps,
    { ...newCaller(), browserToken: attacker.browserToken },
    { token: attacker.token, password: attacker.password },
  )
  await expect(late).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  const attempt = (password: string) => signIn(deps, newCaller(), { email, password, remember: true })
  await expect(attempt(attacker.password)).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })
  await expect(attempt(owner.password)).resolves.toBeDefined()
})

test('a link works once, and says so afterwards', async () => {
  const { token, browserToken, password } = await signedUp()
  const caller = { ...newCaller(), browserToken }
  await confirmEmail(deps, caller, { token })
  for (const input of [{ token }, { token, password }]) {
    await expect(confirmEmail(deps, caller, input)).rejects.toMatchObject({ reason: 'LINK_USED' })
  }
})

test('a confirmed sign-up keeps no password', async () => {
  const { email, token, browserToken } = await signedUp()
  await confirmEmail(deps, { ...newCaller(), browserToken }, { token })
  const rows = await deps.db.selectFrom('signUps').select('passwordHash').where('email', '=', email).execute()
  expect(rows).toEqual([{ passwordHash: null }])
})

test('a link that nobody sent is invalid', async () => {
  const refusal = confirmEmail(deps, { ...newCaller(), browserToken: undefined }, { token: 'x'.repeat(43) })
  await expect(refusal).rejects.toMatchObject({ reason: 'LINK_INVALID' })
})

test('a link expires after a day, is told apart for a week, and is then forgotten', async () => {
  const deps = await createTestDeps()
  const { token, browserToken } = await signedUp({}, deps)
  const attempt = () => confirmEmail(deps, { ...newCaller(), browserToken }, { token })
  const worker = { ...deps, mailer: createOutbox() }

  deps.clock.advance(24 * 3600)
  await handleSweepAccounts(worker)
  await expect(attempt()).rejects.toMatchObject({ reason: 'LINK_EXPIRED' })
  deps.clock.advance(7 * 24 * 3600 + 1)
  await handleSweepAccounts(worker)
  await expect(attempt()).rejects.toMatchObject({ reason: 'LINK_INVALID' })
})

test('of two clicks on one link at once, one makes the account', async () => {
  const { email, token, browserToken } = await signedUp()
  const click = () => confirmEmail(deps, { ...newCaller(), browserToken }, { token })
  const clicks = await Promise.allSettled([click(), click(), click()])

  expect(clicks.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  for (const each of clicks) if (each.status === 'rejected') expect(each.reason.reason).toBe('LINK_USED')
  const users = await deps.db.selectFrom('users').select('id').where('email', '=', email).execute()
  expect(users).toHaveLength(1)
})

test('of two sign-ups for one address confirmed at once, one makes the account', async () => {
  for (let round = 0; round < 3; round += 1) {
    const email = newEmail()
    const both = [await signedUp({ email }), await signedUp({ email })]
    const clicks = await Promise.allSettled(
      both.map(({ token, browserToken }) => confirmEmail(deps, { ...newCaller(), browserToken }, { token })),
    )
    expect(clicks.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = clicks.find((each) => each.status === 'rejected')
    expect(['LINK_USED', 'LINK_INVALID']).toContain(refused?.reason.reason)
  }
  expect(warn).not.toHaveBeenCalled()
})

test('an address that got its account meanwhile cannot be taken by an older link', async () => {
  const { email, token, browserToken } = await signedUp()
  const owner = await newUser(deps, { email })
  const refusal = confirmEmail(deps, { ...newCaller(), browserToken }, { token })
  await expect(refusal).rejects.toMatchObject({ reason: 'LINK_USED' })
  expect(await userOf(email)).toEqual({ id: owner.id, name: 'Anna' })
})

async function signedUp(person: { email?: string; password?: string } = {}, on = deps) {
  const { email = newEmail(), password = 'a quiet evening' } = person
  const input = { email, password, name: 'Vera', language: 'ru', timeZone: 'Asia/Tokyo' } as const
  const caller = newCaller()
  const begun = await signUp(on, caller, input)
  if (begun.status !== 'confirmationSent') throw new Error(begun.status)

  const { id } = await on.db
    .selectFrom('signUps')
    .select('id')
    .where('email', '=', email)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const outbox = createOutbox()
  await handleSendSignUpMail({ ...on, mailer: outbox }, { signUpId: id }, { jobId: 'one' })
  const token = outbox.mails[0]?.text.match(/token=(\S+)/)?.[1] ?? ''
  return { email, password, token, browserToken: caller.browserToken }
}

function userOf(email: string) {
  return deps.db.selectFrom('users').select(['id', 'name']).where('email', '=', email).executeTakeFirst()
}
