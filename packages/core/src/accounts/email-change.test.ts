import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { authenticate, requireFreshUser } from './access.ts'
import { confirmEmailChange } from './confirm-email-change.ts'
import { confirmPasswordReset } from './confirm-password-reset.ts'
import { handleSendEmailChangeMails, handleSendLinkMail } from './link-handlers.ts'
import { sendEmailChangeMails, sendLinkMail } from './link-jobs.ts'
import { requestEmailChange } from './request-email-change.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { signUp } from './sign-up.ts'

const deps = await createTestDeps()

test('both addresses confirm, in either order; then it changes, every session ends, and the old one is told', async () => {
  for (const order of [
    ['old', 'new'],
    ['new', 'old'],
  ] as const) {
    const user = await newUser(deps)
    const email = newEmail()
    const tokens = await begin(user, email)
    expect(await confirm(tokens[order[0]])).toBe('waiting')
    expect(await addressOf(user)).toBe(user.email)
    expect(await authenticate(deps, user.caller)).not.toBeNull()

    expect(await confirm(tokens[order[1]])).toBe('changed')
    expect(await addressOf(user)).toBe(email)
    expect(await authenticate(deps, user.caller)).toBeNull()
    expect(await auditedActions(deps, { actorId: user.id })).toContain('email.changed')
    expect(await linkMails()).toMatchObject([
      { to: user.email, subject: 'Your address at Kinkeep has changed' },
    ])
  }
})

test('one address that confirms twice is still one', async () => {
  const user = await newUser(deps)
  const tokens = await begin(user, newEmail())
  expect([await confirm(tokens.new), await confirm(tokens.new)]).toEqual(['waiting', 'waiting'])
  expect(await addressOf(user)).toBe(user.email)
})

test('of both confirmations at once, one changes the address', async () => {
  const user = await newUser(deps)
  const tokens = await begin(user, newEmail())
  const both = await Promise.all([confirm(tokens.old), confirm(tokens.new)])
  expect(both.toSorted()).toEqual(['changed', 'waiting'])
})

test('an address that has an account is told so by mail alone, and cannot be taken', async () => {
  const owner = await newUser(deps)
  const user = await newUser(deps)
  const { mails, ...tokens } = await begin(user, owner.email)
  expect(mails.map(({ to }) => to)).toEqual([user.email, owner.email])
  expect(mails[1]?.text).not.toContain('token=')
  expect(await confirm(tokens.old)).toBe('waiting')
  expect(await addressOf(user)).toBe(user.email)
})

test('an address that gets its account while the change waits stays with that account', async () => {
  const user = await newUser(deps)
  const email = newEmail()
  const tokens = await begin(user, email)
  await confirm(tokens.old)
  const owner = await newUser(deps, { email })
  await expect(confirm(tokens.new)).rejects.toMatchObject({ reason: 'EMAIL_UNAVAILABLE' })
  expect([await addressOf(user), await addressOf(owner)]).toEqual([user.email, email])
})

test('a sign-up that somebody else began with the address loses', async () => {
  const user = await newUser(deps)
  const email = newEmail()
  const filledIn = { email, password: 'a quiet evening', name: 'V', language: 'en', timeZone: 'UTC' } as const
  await signUp(deps, newCaller(), filledIn)
  const tokens = await begin(user, email)
  await confirm(tokens.old)
  await confirm(tokens.new)
  expect(await deps.db.selectFrom('signUps').select('id').where('email', '=', email).execute()).toEqual([])
})

test('a new change forgets the one before', async () => {
  const user = await newUser(deps)
  const first = await begin(user, newEmail())
  await confirm(first.new)
  const email = newEmail()
  const second = await begin(user, email)
  await expect(confirm(first.old)).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  expect(await confirm(second.old)).toBe('waiting')
  expect(await confirm(second.new)).toBe('changed')
  expect(await addressOf(user)).toBe(email)
})

test('a change that a thief began does not outlive the owner’s new password', async () => {
  const user = await newUser(deps)
  const tokens = await begin(user, newEmail())
  await requestPasswordReset(deps, user)
  const mail = (await linkMails()).find(({ to }) => to === user.email)
  const token = mail?.text.match(/token=(\S+)/)?.[1] ?? ''
  await confirmPasswordReset(deps, newCaller(), { token, password: 'a brighter morning' })
  for (const link of [tokens.old, tokens.new]) {
    await expect(confirm(link)).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  }
})

test('links last a day, and tokens of nobody open nothing', async () => {
  const deps = await createTestDeps()
  const user = await newUser(deps)
  const tokens = await begin(user, newEmail(), deps)
  deps.clock.advance(24 * 3600)
  const late = confirmEmailChange(deps, newCaller(), { token: tokens.old })
  await expect(late).rejects.toMatchObject({ reason: 'LINK_EXPIRED' })
  await expect(confirm('x'.repeat(43))).rejects.toMatchObject({ reason: 'LINK_INVALID' })
})

test('a job that runs twice mails new links, and the latest work', async () => {
  const user = await newUser(deps)
  const first = await begin(user, newEmail())
  const again = await deliverChange(user, deps)
  await expect(confirm(first.old)).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  expect(await confirm(again.old)).toBe('waiting')
})

test('mails speak the person’s language and carry their link once in each version', async () => {
  const user = await newUser(deps, { language: 'ru' })
  const { mails } = await begin(user, newEmail())
  for (const mail of mails) {
    expect(mail.subject).toMatch(/\p{Script=Cyrillic}/u)
    expect(mail.text.split('token=')).toHaveLength(2)
    expect(mail.html.split('token=')).toHaveLength(2)
  }
})

async function begin(user: TestUser, email: string, on = deps) {
  const { scope } = await requireFreshUser(on, user.caller)
  await requestEmailChange(on, scope, { email })
  return deliverChange(user, on)
}

async function deliverChange(user: TestUser, on: typeof deps) {
  const { id: changeId } = await on.db
    .selectFrom('emailChanges')
    .select('id')
    .where('userId', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(await queuedJobs(on, sendEmailChangeMails)).toContainEqual({ changeId })
  const mailer = createOutbox()
  await handleSendEmailChangeMails({ ...on, mailer }, { changeId }, { jobId: 'one' })
  const [toOld, toNew] = mailer.mails.map(({ text }) => text.match(/token=(\S+)/)?.[1] ?? '')
  return { old: toOld ?? '', new: toNew ?? '', mails: mailer.mails }
}

function confirm(token: string) {
  return confirmEmailChange(deps, newCaller(), { token })
}

async function addressOf(user: TestUser) {
  const row = await deps.db
    .selectFrom('users')
    .select('email')
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  return row.email
}

/** What the worker mails for requests that wait. */
async function linkMails() {
  const mailer = createOutbox()
  for (const payload of await queuedJobs(deps, sendLinkMail)) {
    await handleSendLinkMail({ ...deps, mailer }, payload, { jobId: 'one' })
  }
  return mailer.mails
}
