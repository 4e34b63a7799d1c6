import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, queuedJobs } from '@kinkeep/testing/traces'
import { describe, expect, test } from 'vitest'
import { authenticate, requireUser } from './access.ts'
import { assertUncommon } from './assert-uncommon.ts'
import { changePassword } from './change-password.ts'
import { confirmMagicLink } from './confirm-magic-link.ts'
import { confirmPasswordReset } from './confirm-password-reset.ts'
import { handleSweepAccounts } from './handlers.ts'
import { handleSendAccountNews, handleSendLinkMail } from './link-handlers.ts'
import { sendAccountNews, sendLinkMail } from './link-jobs.ts'
import { passwordTries } from './password-rules.ts'
import { requestMagicLink } from './request-magic-link.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { mailsPerAddress } from './rules.ts'
import { signIn } from './sign-in.ts'

const deps = await createTestDeps()
const old = 'a quiet evening'
const fresh = 'a brighter morning'
const asking = { password_reset: requestPasswordReset, magic_link: requestMagicLink }

describe.each(['password_reset', 'magic_link'] as const)('a link for %s', (purpose) => {
  const ask = (email: string) => asking[purpose](deps, { email })

  test('is asked for in the same way for somebody and for nobody: one row, one job, no look at users', async () => {
    const known = await newUser(deps)
    const unknown = newEmail()
    for (const email of [known.email, unknown]) await ask(email)
    const rows = await deps.db
      .selectFrom('linkRequests')
      .select(['email', 'purpose', 'userId'])
      .where('email', 'in', [known.email, unknown])
      .orderBy('id')
      .execute()
    const row = { purpose, userId: null }
    expect(rows).toEqual([
      { ...row, email: known.email },
      { ...row, email: unknown },
    ])
  })

  test('goes to somebody by mail, and to nobody not at all; the request is forgotten either way', async () => {
    const { email } = await newUser(deps, { name: 'Vera', language: 'ru' })
    const mails = await deliver(() => ask(email))
    expect(mails).toMatchObject([{ to: email, text: expect.stringContaining('Vera') }])
    expect(mails[0]?.text).toContain('https://kinkeep.test/')
    expect(await deliver(() => ask(newEmail()))).toEqual([])
    expect(
      await deps.db.selectFrom('linkRequests').select('id').where('email', '=', email).execute(),
    ).toEqual([])
  })

  test('its token is neither in a table nor in the queue', async () => {
    const { email } = await newUser(deps)
    const { token } = await linkFor(email)
    const tokens = await deps.db.selectFrom('emailTokens').selectAll().execute()
    const kept = JSON.stringify([tokens, await queuedJobs(deps, sendLinkMail)])
    expect(token).toHaveLength(43)
    expect(kept).not.toContain(token)
    expect(kept).not.toContain(Buffer.from(token).toString('hex'))
  })

  test('one address is not flooded', async () => {
    const email = newEmail()
    const asked = await Promise.allSettled(
      Array.from({ length: mailsPerAddress.count + 3 }, () => ask(email)),
    )
    expect(asked.filter((each) => each.status === 'fulfilled')).toHaveLength(mailsPerAddress.count)
  })

  test('somebody deactivated gets none, and one that is on its way is worth nothing', async () => {
    const user = await newUser(deps, { password: old })
    const { token } = await linkFor(user.email)
    await deps.db
      .updateTable('users')
      .set({ deactivatedAt: deps.clock.now() })
      .where('id', '=', user.id)
      .execute()
    expect(await deliver(() => ask(user.email))).toEqual([])
    await expect(use(token)).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  })

  test('works once, also when it is clicked three times at once', async () => {
    const user = await newUser(deps)
    const { token } = await linkFor(user.email)
    const clicks = await Promise.allSettled([use(token), use(token), use(token)])
    expect(clicks.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    // A reset forgets every link on its way, itself among them once it was used by another.
    for (const each of clicks) {
      if (each.status === 'rejected') expect(each.reason.reason).toBe('LINK_USED')
    }
    await expect(use(token)).rejects.toMatchObject({ reason: 'LINK_USED' })
  })

  test('is worth nothing for the other purpose, or when nobody sent it', async () => {
    const user = await newUser(deps)
    const { token } = await linkFor(user.email)
    await expect(use(token, otherThan(purpose))).rejects.toMatchObject({ reason: 'LINK_INVALID' })
    await expect(use('x'.repeat(43))).rejects.toMatchObject({ reason: 'LINK_INVALID' })
    await expect(use(token)).resolves.toBeDefined()
  })

  test('expires, says so for a week, and is then forgotten', async () => {
    const deps = await createTestDeps()
    const user = await newUser(deps)
    const { token } = await linkFor(user.email, deps)
    const worker = { ...deps, mailer: createOutbox() }
    deps.clock.advance((purpose === 'magic_link' ? 15 : 60) * 60)
    await handleSweepAccounts(worker)
    await expect(use(token, purpose, deps)).rejects.toMatchObject({ reason: 'LINK_EXPIRED' })
    deps.clock.advance(7 * 24 * 3600 + 1)
    await handleSweepAccounts(worker)
    await expect(use(token, purpose, deps)).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  })

  async function linkFor(email: string, on = deps) {
    const mails = await deliver(() => asking[purpose](on, { email }), on)
    return { token: mails[0]?.text.match(/token=(\S+)/)?.[1] ?? '' }
  }

  function use(token: string, as = purpose, on = deps): Promise<unknown> {
    if (as === 'magic_link') return confirmMagicLink(on, newCaller(), { token, remember: true })
    return confirmPasswordReset(on, newCaller(), { token, password: fresh }).then(() => 'done')
  }
})

test('a magic link opens a session in whatever browser it is opened, and asks for a second factor', async () => {
  const user = await newUser(deps)
  const link = async () => {
    const mails = await deliver(() => requestMagicLink(deps, { email: user.email }))
    return mails[0]?.text.match(/token=(\S+)/)?.[1] ?? ''
  }
  const outcome = await confirmMagicLink(deps, newCaller(), { token: await link(), remember: false })
  if (outcome.status !== 'signedIn') throw new Error(outcome.status)
  expect(outcome.session.remembered).toBe(false)
  const found = await authenticate(deps, newCaller({ sessionToken: outcome.session.token }))
  expect(found?.scope.userId).toBe(user.id)

  await deps.db
    .insertInto('secondFactors')
    .values({
      id: deps.random.id(),
      userId: user.id,
      kind: 'totp',
      secretSealed: Buffer.from('sealed'),
      createdAt: deps.clock.now(),
      confirmedAt: deps.clock.now(),
    })
    .execute()
  const asked = await confirmMagicLink(deps, newCaller(), { token: await link(), remember: true })
  expect(asked).toMatchObject({ status: 'twoFactorRequired', preferred: 'totp' })
})

test('a reset changes the password, ends every session, link and device, signs nobody in, and tells', async () => {
  const user = await newUser(deps, { password: old })
  const magic = (await deliver(() => requestMagicLink(deps, user)))[0]?.text.match(/token=(\S+)/)?.[1] ?? ''
  const reset =
    (await deliver(() => requestPasswordReset(deps, user)))[0]?.text.match(/token=(\S+)/)?.[1] ?? ''
  await confirmPasswordReset(deps, newCaller(), { token: reset, password: fresh })

  expect(await authenticate(deps, user.caller)).toBeNull()
  const byLink = confirmMagicLink(deps, newCaller(), { token: magic, remember: true })
  await expect(byLink).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  const attempt = (password: string) =>
    signIn(deps, newCaller(), { email: user.email, password, remember: true })
  await expect(attempt(old)).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })
  await expect(attempt(fresh)).resolves.toMatchObject({ status: 'signedIn' })
  expect(await auditedActions(deps, { actorId: user.id })).toContain('password.reset')
  expect(await newsOf(user.id)).toMatchObject([{ to: user.email }])
})

test('a reset that is refused for its password leaves the link as it was', async () => {
  const user = await newUser(deps)
  const token =
    (await deliver(() => requestPasswordReset(deps, user)))[0]?.text.match(/token=(\S+)/)?.[1] ?? ''
  const refusal = confirmPasswordReset(deps, newCaller(), { token, password: 'password123456' })
  await expect(refusal).rejects.toMatchObject({ reason: 'PASSWORD_COMMON' })
  await expect(confirmPasswordReset(deps, newCaller(), { token, password: fresh })).resolves.toBeUndefined()
})

test('a changed password keeps this session alone, and tells', async () => {
  const user = await newUser(deps, { password: old })
  const elsewhere = await signIn(deps, newCaller(), { email: user.email, password: old, remember: true })
  if (elsewhere.status !== 'signedIn') throw new Error(elsewhere.status)
  await changePassword(deps, user.scope, { current: old, password: fresh })

  expect(await authenticate(deps, user.caller)).not.toBeNull()
  expect(await authenticate(deps, newCaller({ sessionToken: elsewhere.session.token }))).toBeNull()
  expect(await auditedActions(deps, { actorId: user.id })).toContain('password.changed')
  expect(await newsOf(user.id)).toMatchObject([
    { to: user.email, html: expect.stringContaining('/reset-password') },
  ])
})

test('whoever sits at an open session cannot change the password without knowing it', async () => {
  const user = await newUser(deps, { password: old })
  for (const current of [undefined, 'a loud morning']) {
    const refusal = changePassword(deps, user.scope, { ...(current && { current }), password: fresh })
    await expect(refusal).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' })
  }
  const guesses = Array.from({ length: 20 }, (_, i) =>
    changePassword(deps, user.scope, { current: `guess ${i}`, password: fresh }),
  )
  const reasons = (await Promise.allSettled(guesses)).map((each) =>
    each.status === 'rejected' ? each.reason.reason : 'in',
  )
  expect(reasons.filter((reason) => reason === 'CREDENTIALS_WRONG').length).toBeLessThan(passwordTries.count)
})

test('a first password needs a fresh proof', async () => {
  const deps = await createTestDeps()
  const user = await newUser(deps)
  deps.clock.advance(6 * 60)
  const { scope } = await requireUser(deps, user.caller)
  const refusal = changePassword(deps, scope, { password: fresh })
  await expect(refusal).rejects.toMatchObject({ reason: 'REAUTHENTICATION_REQUIRED' })
  deps.clock.advance(-6 * 60)
  await changePassword(deps, scope, { password: fresh })
  await expect(
    signIn(deps, newCaller(), { email: user.email, password: fresh, remember: true }),
  ).resolves.toMatchObject({ status: 'signedIn' })
})

test('of two changes at once one wins', async () => {
  const user = await newUser(deps, { password: old })
  const both = await Promise.allSettled(
    ['first of the two', 'second of the two'].map((password) =>
      changePassword(deps, user.scope, { current: old, password }),
    ),
  )
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

describe('a new password', () => {
  const owner = { email: 'vera.petrova@example.org', name: 'Vera Petrova' }

  test.each([
    'password123456',
    'Qwertyuiop',
    '1234567890',
    'aaaaaaaaaaaaaa',
    'vera.petrova@example.org',
    'Vera.Petrova1987',
    'vera petrova!!!',
    'Kinkeep2026',
  ])('%s is refused: guessing begins with it', async (password) => {
    await expect(assertUncommon(password, owner)).rejects.toMatchObject({ reason: 'PASSWORD_COMMON' })
  })

  test.each(['a quiet evening', 'тихий вечер у реки', 'k3!vQz#p0w', 'correct horse battery staple'])(
    '%s is fine',
    async (password) => {
      await expect(assertUncommon(password, owner)).resolves.toBeUndefined()
    },
  )
})

/** What the worker mails for the requests that `work` makes. */
async function deliver(work: () => Promise<void>, on = deps) {
  const before = new Set((await queuedJobs(on, sendLinkMail)).map(({ requestId }) => requestId))
  await work()
  const added = (await queuedJobs(on, sendLinkMail)).filter(({ requestId }) => !before.has(requestId))
  const mailer = createOutbox()
  for (const payload of added) await handleSendLinkMail({ ...on, mailer }, payload, { jobId: 'one' })
  return mailer.mails
}

async function newsOf(userId: string) {
  const mailer = createOutbox()
  for (const payload of await queuedJobs(deps, sendAccountNews)) {
    if (payload.userId === userId) await handleSendAccountNews({ ...deps, mailer }, payload, { jobId: 'one' })
  }
  return mailer.mails
}

function otherThan(purpose: 'password_reset' | 'magic_link') {
  return purpose === 'magic_link' ? 'password_reset' : 'magic_link'
}
