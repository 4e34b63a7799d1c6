import { hash } from 'node:crypto'
import path from 'node:path'
import { limits } from '@kinkeep/contracts/limits'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { giveUserPhone } from '@kinkeep/testing/new-phone'
import { newChallenge, newTotp } from '@kinkeep/testing/new-second-factor'
import { newUpgrade } from '@kinkeep/testing/new-upgrade'
import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { queuedJobs } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireFeed } from '../calendar/access.ts'
import { createFeed } from '../calendar/create-feed.ts'
import { createInvitationLink } from '../circles/create-invitation-link.ts'
import { handleSendInvitationMail } from '../circles/handlers.ts'
import { previewInvitation } from '../circles/invitation-queries.ts'
import { sendInvitationMail } from '../circles/jobs.ts'
import { sendInvitation } from '../circles/send-invitation.ts'
import { hashCode } from '../codes/rules.ts'
import { requireReader } from '../guest-links/access.ts'
import { createGuestLink } from '../guest-links/create-guest-link.ts'
import { enterByGuestLink } from '../guest-links/enter-by-guest-link.ts'
import { makeSignInOptions } from '../passkeys/make-sign-in-options.ts'
import { requestSignInCode } from '../phones/request-sign-in-code.ts'
import { createSecrets } from '../platform/secrets.ts'
import { createToken } from '../sessions/create-token.ts'
import { offerRecoverySheet } from '../two-factor/offer-recovery-sheet.ts'
import { verifySecondFactor } from '../two-factor/verify-second-factor.ts'
import { handleSendUpgradeMail } from '../upgrades/handlers.ts'
import { sendUpgradeMail } from '../upgrades/jobs.ts'
import { previewUpgrade } from '../upgrades/queries.ts'
import { authenticate, requireFreshUser } from './access.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { confirmEmail } from './confirm-email.ts'
import { confirmEmailChange } from './confirm-email-change.ts'
import { confirmMagicLink } from './confirm-magic-link.ts'
import { confirmPasswordReset } from './confirm-password-reset.ts'
import { handleSendSignUpMail } from './handlers.ts'
import { sendSignUpMail } from './jobs.ts'
import { handleSendEmailChangeMails, handleSendLinkMail } from './link-handlers.ts'
import { sendEmailChangeMails, sendLinkMail } from './link-jobs.ts'
import { requestEmailChange } from './request-email-change.ts'
import { requestMagicLink } from './request-magic-link.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { signUp } from './sign-up.ts'

// A thief has every row of every table, and not the keys, of a Kinkeep in which everything is in use.

const deps = await createTestDeps()
const password = 'a long password'
const user = await newUser(deps, { password })
const circle = await newCircle(deps, { owner: user })
const secrets = await useEverything()
const cells = await readEveryCell()

test('no secret that somebody holds is in the database, in any form', () => {
  expect(cells.length).toBeGreaterThan(200)
  const texts = cells.flatMap((cell) => [cell.text, cell.bytes?.toString('latin1') ?? ''])
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret, name).not.toBe('')
    const bytes = [Buffer.from(secret), Buffer.from(secret, 'base64url'), Buffer.from(secret, 'hex')]
    const forms = bytes
      .filter((form) => form.length > 5)
      .flatMap((form) => (['hex', 'base64', 'base64url', 'latin1'] as const).map((as) => form.toString(as)))
    const found = [secret, ...forms].filter((form) => texts.some((text) => text.includes(form)))
    expect(found, name).toEqual([])
  }
})

test('nothing that is in the database opens anything, as it is or written otherwise', async () => {
  const candidates = [...new Set(cells.flatMap(formsOf))]
  expect(candidates.length).toBeGreaterThan(200)
  const opened: string[] = []
  const note = (what: string) => () => opened.push(what)
  for (const token of candidates) {
    const callers = [newCaller({ sessionToken: token }), newCaller({ sessionToken: token, isProgram: true })]
    for (const caller of callers) {
      if (await authenticate(deps, { ...caller, tokenScope: 'users:read' })) opened.push('session')
    }
    await confirmMagicLink(deps, newCaller(), { token, remember: true }).then(note('magic link'), ignore)
    await confirmEmailChange(deps, newCaller(), { token }).then(note('e-mail change'), ignore)
    await confirmEmail(deps, newCaller(), { token, password }).then(note('sign-up'), ignore)
    const device = newCaller({ deviceToken: token })
    const outcome = await deps.transaction((tx) =>
      completeSignIn(tx, deps, device, { userId: user.id, firstFactor: 'password', remember: true }),
    )
    if (outcome.status === 'signedIn') opened.push('trusted device')
    await enterByGuestLink(deps, newCaller(), { token }).then(note('guest link'), ignore)
    await requireReader(deps, newCaller({ guestToken: token }), circle.id, 'keep.read').then(
      note("a guest's browser"),
      ignore,
    )
    await previewInvitation(deps, newCaller(), { token }).then(note('invitation'), ignore)
    await previewUpgrade(deps, newCaller(), { token }).then(note('account of a grown child'), ignore)
    await requireFeed(deps, token).then(note('calendar'), ignore)
    const browser = newCaller({ browserToken: token })
    await verifySecondFactor(
      deps,
      await newChallenge(deps, user, browser),
      // A try of a recovery code is counted, so the count is forgotten: this thief has all the time in the world.
      { challengeId: '', way: 'recovery', code: token.slice(0, 64), trustDevice: false },
    ).then(note('recovery code'), ignore)
    await deps.db.deleteFrom('rateLimits').execute()
  }
  expect(opened).toEqual([])
}, 120_000)

test('a reset takes the token from the mail, and none from the database', async () => {
  const stored = await deps.db
    .selectFrom('emailTokens')
    .select('tokenHash')
    .where('purpose', '=', 'password_reset')
    .executeTakeFirstOrThrow()
  const change = (token: string) =>
    confirmPasswordReset(deps, newCaller(), { token, password: 'quite another password' })
  for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) {
    await expect(change(stored.tokenHash.toString(form))).rejects.toThrow('LINK_INVALID')
  }
  await expect(change(secrets.resetToken)).resolves.toBeUndefined()
})

test('six digits cannot be tried out on what is stored of them, without the key that is kept elsewhere', async () => {
  const { id, codeHash } = await deps.db
    .selectFrom('codes')
    .select(['id', 'codeHash'])
    .where('codeHash', 'is not', null)
    .executeTakeFirstOrThrow()
  const stored = codeHash?.toString('hex') ?? ''
  const found = { plain: 0, withId: 0 }
  for (let number = 0; number < 1_000_000; number += 1) {
    const code = String(number).padStart(6, '0')
    if (hash('sha256', code) === stored) found.plain += 1
    if (hash('sha256', `codes.code_hash:${id}\0${code}`) === stored) found.withId += 1
  }
  expect(found).toEqual({ plain: 0, withId: 0 })

  // With the key it is a matter of a second: what protects the digits is that it is not in the database.
  expect(hashCode(deps.secrets, id, secrets.phoneCode).toString('hex')).toBe(stored)
  const keys = cells.flatMap(({ bytes }) => (bytes && bytes.length >= 16 ? [bytes] : []))
  const guessed = keys.filter((indexKey) => {
    const stolen = createSecrets({ keys: [{ id: 'test', key: Buffer.alloc(32) }], indexKey })
    return hashCode(stolen, id, secrets.phoneCode).toString('hex') === stored
  })
  expect(guessed).toEqual([])
}, 60_000)

/** One of everything that somebody can hold. */
async function useEverything() {
  const mailer = createOutbox()
  const worker = { ...deps, mailer }
  const phone = await giveUserPhone(deps, user.id)
  const totp = await newTotp(deps, user)
  const { scope } = await requireFreshUser(deps, user.caller)

  const sheet = await offerRecoverySheet(deps, scope, { codes: totp.recoveryCodes })
  const access = await createToken(deps, scope, { name: 'Script', scopes: ['users:read'], expiresInDays: 9 })
  await requestEmailChange(deps, scope, { email: newEmail() })
  for (const payload of await queuedJobs(deps, sendEmailChangeMails)) {
    await handleSendEmailChangeMails(worker, payload, { jobId: deps.random.id() })
  }
  await requestPasswordReset(deps, { email: user.email })
  await requestMagicLink(deps, { email: user.email })
  for (const payload of await queuedJobs(deps, sendLinkMail)) {
    await handleSendLinkMail(worker, payload, { jobId: deps.random.id() })
  }
  await signUp(deps, newCaller(), {
    ...{ email: newEmail(), password, name: 'Ida', language: 'en', timeZone: 'UTC' },
  })
  for (const payload of await queuedJobs(deps, sendSignUpMail)) {
    await handleSendSignUpMail(worker, payload, { jobId: deps.random.id() })
  }

  const browser = newCaller({ browserToken: deps.random.token() })
  const code = await requestSignInCode(deps, browser, { phone })
  const phoneCode = (await deliverCode(deps, code.codeId)) ?? ''
  const { challenge } = await makeSignInOptions(deps, browser)
  const [recoveryCode = '', unused = ''] = totp.recoveryCodes
  const second = await verifySecondFactor(deps, await newChallenge(deps, user, browser), {
    ...{ challengeId: '', way: 'recovery', code: recoveryCode, trustDevice: true },
  })

  const making = await scopeIn(deps, circle, user, 'guestLink.create')
  const pin = deps.random.digits(limits.pinLength)
  const link = { circleId: circle.id, name: 'Grandma Vera', mayDownload: false }
  const guestLink = await createGuestLink(deps, making, link)
  const withPin = await createGuestLink(deps, making, { ...link, pin })
  const guest = await enterByGuestLink(deps, newCaller(), { token: guestLink.token })

  const inviting = await scopeIn(deps, circle, user, 'invitation.send')
  const { token: invitationLink } = await createInvitationLink(deps, inviting, {
    ...{ circleId: circle.id, role: 'member', maxUses: 9, days: 9 },
  })
  await sendInvitation(deps, inviting, { circleId: circle.id, email: newEmail(), role: 'viewer' })
  for (const payload of await queuedJobs(deps, sendInvitationMail)) {
    await handleSendInvitationMail(worker, payload, { jobId: deps.random.id() })
  }
  await newUpgrade(deps, circle, user)
  for (const payload of await queuedJobs(deps, sendUpgradeMail)) {
    await handleSendUpgradeMail(worker, payload, { jobId: deps.random.id() })
  }
  const [letter = '', grow = ''] = mailer.mails.flatMap(
    ({ text }) => /\/(?:invitations|grow)\/([\w-]+)/.exec(text)?.[1] ?? [],
  )
  const reading = await scopeIn(deps, circle, user, 'calendar.read')
  const { url: feed } = await createFeed(deps, reading, { circleId: circle.id, name: 'Phone' })
  const calendarFeed = path.basename(new URL(feed).pathname, '.ics')

  const tokens = mailer.mails.flatMap(({ text }) => /token=([\w-]+)/.exec(text)?.[1] ?? [])
  const [oldAddress = '', newAddress = '', resetToken = '', magicToken = '', signUpToken = ''] = tokens
  return {
    ...{ password, sessionToken: user.caller.sessionToken, secondSession: second.session.token },
    ...{ accessToken: access.token, deviceToken: second.device ?? '', browserToken: browser.browserToken },
    ...{ oldAddress, newAddress, resetToken, magicToken, signUpToken },
    ...{ totpSecret: totp.secret, recoveryCode, unusedRecoveryCode: unused, phone, phoneCode },
    ...{ guestLink: guestLink.token, guestLinkWithPin: withPin.token, guestToken: guest.guestToken ?? '' },
    ...{ invitationLink, letter, grow, calendarFeed },
    ...{ passkeyChallenge: challenge, sheetToken: new URL(sheet.url).pathname.split('/').at(-1) ?? '' },
  }
}

interface Cell {
  text: string
  bytes: Buffer | undefined
}

/** Every value of every column of every table, those of the queue among them. */
async function readEveryCell(): Promise<Cell[]> {
  const tables = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
  `.execute(deps.db)
  const found: Cell[] = []
  for (const { schema, name } of tables.rows) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.id(schema, name)}`.execute(
      deps.db,
    )
    for (const value of rows.flatMap((row) => Object.values(row).flat())) {
      if (value === null || value === undefined) continue
      const bytes = Buffer.isBuffer(value) ? value : undefined
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      found.push({ text: bytes ? bytes.toString('hex') : text, bytes })
    }
  }
  return found
}

/** A value as somebody would try it who found it: short ones, numbers and times are no tokens. */
function formsOf({ text, bytes }: Cell): string[] {
  if (bytes)
    return (['hex', 'base64', 'base64url'] as const).map((form) => bytes.toString(form).slice(0, 200))
  return text.length >= 10 && text.length <= 200 ? [text] : []
}

function ignore(): void {}
