import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { handleSendInvitationMail } from '../circles/handlers.ts'
import { sendInvitation } from '../circles/send-invitation.ts'
import { hashToken } from '../platform/token-hash.ts'
import { requireUser } from './access.ts'
import { handleSendSignUpMail } from './handlers.ts'
import { sendSignUpMail } from './jobs.ts'
import { resendVerification } from './resend-verification.ts'
import { mailsPerAddress } from './rules.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'

const deps = await createTestDeps()
const password = 'a quiet evening'

function filledIn(email: string) {
  return { email, password, name: 'Vera', language: 'en', timeZone: 'Europe/Berlin' } as const
}

test('begins an account without making one: a row, a job with its id, and a token for the browser', async () => {
  const email = newEmail()
  const caller = newCaller()
  expect(await signUp(deps, caller, filledIn(email))).toEqual({ status: 'confirmationSent' })

  const rows = await signUpsOf(email)
  expect(rows).toMatchObject([
    { name: 'Vera', browserHash: hashToken(caller.browserToken), confirmedAt: null },
  ])
  expect(await jobsOf(email)).toEqual([{ signUpId: rows[0]?.id }])
  expect(await userOf(email)).toBeUndefined()
})

test('no password and no token is kept as it is, neither in the tables nor in the queue', async () => {
  const email = newEmail()
  const caller = newCaller()
  await signUp(deps, caller, filledIn(email))
  const { link } = await sentMail(email)

  const tokens = await deps.db.selectFrom('emailTokens').selectAll().execute()
  const kept = [...(await signUpsOf(email)), ...tokens].flatMap((row) => Object.values(row))
  const written = kept.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
  const everything = [...written, JSON.stringify(await jobsOf(email))].join('\n')
  const token = new URL(link).searchParams.get('token') ?? ''
  expect(token).toHaveLength(43)
  expect(everything).not.toContain(token)
  expect(everything).not.toContain(password)
  expect(everything).not.toContain(caller.browserToken)
})

test('an address with an account gets the same answer, the same row and the same job', async () => {
  const known = await newUser(deps, { password })
  const unknown = newEmail()
  const [toKnown, toUnknown] = [
    await signUp(deps, newCaller(), filledIn(known.email)),
    await signUp(deps, newCaller(), filledIn(unknown)),
  ]

  expect(Object.keys(toKnown)).toEqual(Object.keys(toUnknown))
  expect(toKnown.status).toBe(toUnknown.status)
  const shapes = await Promise.all(
    [known.email, unknown].map(async (email) => ({
      rows: (await signUpsOf(email)).map((row) =>
        Object.entries(row).map(([key, value]) => [key, typeof value]),
      ),
      jobs: (await jobsOf(email)).length,
      audited: await auditedActions(deps, { actorId: known.id }),
    })),
  )
  expect(shapes[0]).toEqual(shapes[1])
})

test('the mail tells the owner of an account to sign in, and everybody else to confirm', async () => {
  const known = await newUser(deps)
  const unknown = newEmail()
  for (const email of [known.email, unknown]) await signUp(deps, newCaller(), filledIn(email))

  expect((await sentMail(known.email)).link).toBe('https://kinkeep.test/sign-in')
  expect((await sentMail(unknown)).link).toMatch(/^https:\/\/kinkeep\.test\/confirm-email\?token=[\w-]{43}$/)
})

test('the mail is written in the language of the sign-up', async () => {
  const email = newEmail()
  await signUp(deps, newCaller(), { ...filledIn(email), language: 'ru' })
  expect((await sentMail(email)).mail.subject).toMatch(/\p{Script=Cyrillic}/u)
})

test('a mail that could not be sent leaves a job that can run again; one that ran for nothing sends nothing', async () => {
  const email = newEmail()
  await signUp(deps, newCaller(), filledIn(email))
  const [job] = await jobsOf(email)
  if (!job) throw new Error('no job')
  const outbox = createOutbox({ failures: 1 })
  const worker = { ...deps, mailer: outbox }

  await expect(handleSendSignUpMail(worker, job, { jobId: 'one' })).rejects.toThrow('away')
  await handleSendSignUpMail(worker, job, { jobId: 'one' })
  expect(outbox.mails).toMatchObject([{ to: email, messageKey: 'one' }])

  await handleSendSignUpMail(worker, { signUpId: deps.random.id() }, { jobId: 'two' })
  await deps.db
    .updateTable('signUps')
    .set({ confirmedAt: deps.clock.now() })
    .where('email', '=', email)
    .execute()
  await handleSendSignUpMail(worker, job, { jobId: 'three' })
  expect(outbox.mails).toHaveLength(1)
})

test('strangers can make us write to an address only so often, whoever they are', async () => {
  const email = newEmail()
  const asked = Array.from({ length: mailsPerAddress.count + 3 }, (_, i) =>
    i % 2 ? signUp(deps, newCaller(), filledIn(email)) : resendVerification(deps, {}, { email }),
  )
  const settled = await Promise.allSettled(asked)
  const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason.reason] : []))
  expect(refused).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS'])
})

test('asking for the mail again adds a job for the newest sign-up, and one for nobody where there is none', async () => {
  const email = newEmail()
  await signUp(deps, newCaller(), filledIn(email))
  deps.clock.advance(1)
  await signUp(deps, newCaller(), { ...filledIn(email), name: 'The later one' })
  await resendVerification(deps, {}, { email })
  const newest = (await signUpsOf(email)).find((row) => row.name === 'The later one')
  expect((await jobsOf(email)).filter((job) => job.signUpId === newest?.id)).toHaveLength(2)

  const before = (await queuedJobs(deps, sendSignUpMail)).length
  await resendVerification(deps, {}, { email: newEmail() })
  expect(await queuedJobs(deps, sendSignUpMail)).toHaveLength(before + 1)
})

test('asking again from the browser that signed up brings its own link, whoever typed the address since', async () => {
  const email = newEmail()
  const caller = newCaller()
  await signUp(deps, caller, filledIn(email))
  deps.clock.advance(1)
  await signUp(deps, newCaller(), { ...filledIn(email), name: 'A stranger' })
  await resendVerification(deps, caller, { email })
  const own = (await signUpsOf(email)).find((row) => row.name === 'Vera')
  expect((await jobsOf(email)).filter((job) => job.signUpId === own?.id)).toHaveLength(2)
})

test('the link of an invitation mail proves its address: the account is there at once', async () => {
  const { email, invitationToken } = await invited()
  const begun = await signUp(deps, newCaller(), { ...filledIn(email), invitationToken })

  if (begun.status !== 'signedIn') throw new Error(begun.status)
  const caller = newCaller({ sessionToken: begun.session.token })
  expect((await requireUser(deps, caller)).scope.user).toMatchObject({ email, name: 'Vera' })
  await expect(signIn(deps, newCaller(), { email, password, remember: true })).resolves.toBeDefined()
  expect(await jobsOf(email)).toEqual([])
})

test('the link of an invitation mail proves no other address', async () => {
  const { invitationToken } = await invited()
  const email = newEmail()
  const begun = await signUp(deps, newCaller(), { ...filledIn(email), invitationToken })

  expect(begun.status).toBe('confirmationSent')
  expect(await userOf(email)).toBeUndefined()
})

test('an invitation that was cancelled or has expired proves nothing', async () => {
  const cancelled = await invited()
  await deps.db
    .updateTable('invitations')
    .set({ status: 'cancelled' })
    .where('email', '=', cancelled.email)
    .execute()
  const expired = await invited()
  await deps.db
    .updateTable('invitations')
    .set({ expiresAt: deps.clock.now() })
    .where('email', '=', expired.email)
    .execute()

  for (const { email, invitationToken } of [cancelled, expired]) {
    const begun = await signUp(deps, newCaller(), { ...filledIn(email), invitationToken })
    expect(begun.status).toBe('confirmationSent')
    expect(await userOf(email)).toBeUndefined()
  }
})

test('an invitation to an address with an account takes nothing from that account', async () => {
  const owner = await newUser(deps, { password: 'the first password' })
  const { invitationToken } = await invited(owner.email)
  const begun = await signUp(deps, newCaller(), { ...filledIn(owner.email), invitationToken })

  expect(begun.status).toBe('confirmationSent')
  const signedIn = signIn(deps, newCaller(), {
    email: owner.email,
    password: 'the first password',
    remember: true,
  })
  await expect(signedIn).resolves.toBeDefined()
})

async function invited(email = newEmail()) {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.send')
  const { id } = await sendInvitation(deps, scope, { circleId: circle.id, email, role: 'member' })
  const outbox = createOutbox()
  await handleSendInvitationMail({ ...deps, mailer: outbox }, { invitationId: id }, { jobId: 'one' })
  const invitationToken = outbox.mails[0]?.text.match(/\/invitations\/(\S+)/)?.[1] ?? ''
  return { email, invitationToken }
}

async function sentMail(email: string) {
  const outbox = createOutbox()
  for (const job of await jobsOf(email)) {
    await handleSendSignUpMail({ ...deps, mailer: outbox }, job, { jobId: 'one' })
  }
  const mail = outbox.mails.at(-1)
  if (!mail) throw new Error('nothing was sent')
  return { mail, link: mail.text.match(/https:\S+/)?.[0] ?? '' }
}

function signUpsOf(email: string) {
  return deps.db.selectFrom('signUps').selectAll().where('email', '=', email).execute()
}

function userOf(email: string) {
  return deps.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst()
}

async function jobsOf(email: string) {
  const ids = (await signUpsOf(email)).map((row) => row.id)
  return (await queuedJobs(deps, sendSignUpMail)).filter((job) => ids.includes(job.signUpId))
}
