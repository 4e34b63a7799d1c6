import { randomUUID } from 'node:crypto'
import { sendSignUpMail } from '@kinkeep/core/accounts/jobs'
import { sendLinkMail } from '@kinkeep/core/accounts/link-jobs'
import { createInvitationLink } from '@kinkeep/core/circles/create-invitation-link'
import { sendInvitationMail } from '@kinkeep/core/circles/jobs'
import { sendCode } from '@kinkeep/core/codes/jobs'
import type { Deps } from '@kinkeep/core/platform/deps'
import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { giveUserPhone, newPhone } from '@kinkeep/testing/new-phone'
import { newUser } from '@kinkeep/testing/new-user'
import { recordStatements } from '@kinkeep/testing/record-statements'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { buildApp } from './app.ts'

// Whoever asks learns nothing about who has an account: not from the answer's bytes, and not from what it takes to
// make it, which is all that its time can come from. The times themselves are in `pnpm bench enumeration`.

const deps = await createTestDeps()
const app = await buildApp(deps, {
  storeOrigin: 'https://store.test',
  trustedProxies: undefined,
  limits: { auth: { count: 10_000, seconds: 60 }, calls: { count: 10_000, seconds: 60 } },
})
const known = await newUser(deps, { password: 'a long password', email: addressOf('known') })
const phone = await giveUserPhone(deps, known.id)
const asked = {
  known: { email: known.email, phone },
  unknown: { email: addressOf('ghost'), phone: `${newPhone().slice(0, -2)}${phone.slice(-2)}` },
}
type Asked = (typeof asked)['known']

const circle = await newCircle(deps)
const { token: invitationToken } = await createInvitationLink(
  deps,
  await scopeIn(deps, circle, circle.owner, 'invitation.send'),
  { circleId: circle.id, role: 'viewer', maxUses: 1, days: 1 },
)

interface Call {
  path: string
  input: (asked: Asked) => object
  /** Whose session asks; nobody's unless given. */
  session?: string
}

const calls: Record<string, Call> = {
  'sign-in': { path: 'auth.signIn', input: ({ email }) => ({ email, password: 'some other password' }) },
  'sign-up': {
    path: 'auth.signUp',
    input: ({ email }) => ({
      ...{ email, password: 'quite another password', name: 'Ida', language: 'en', timeZone: 'UTC' },
    }),
  },
  'sign-up by a link that invites': {
    path: 'auth.signUp',
    input: ({ email }) => ({
      ...{ email, password: 'quite another password', name: 'Ida', language: 'en', timeZone: 'UTC' },
      invitationToken,
    }),
  },
  invitation: {
    path: 'circles.invitations.send',
    input: ({ email }) => ({ circleId: circle.id, email, role: 'viewer' }),
    session: circle.owner.caller.sessionToken,
  },
  reset: { path: 'auth.requestPasswordReset', input: ({ email }) => ({ email }) },
  'magic link': { path: 'auth.requestMagicLink', input: ({ email }) => ({ email }) },
  phone: { path: 'auth.phone.request', input: (who) => ({ phone: who.phone, purpose: 'signIn' }) },
}

test.each(Object.entries(calls))('%s answers, writes and works the same for everybody', async (_, call) => {
  // The first call of a process prepares what the later ones find prepared.
  await ask(call, { email: addressOf('first'), phone: newPhone() })
  const [there, nowhere] = [await ask(call, asked.known), await ask(call, asked.unknown)]
  expect(there.statements.length).toBeGreaterThan(2)
  expect(nowhere).toEqual(there)
})

async function ask({ path, input, session }: Call, who: Asked) {
  const before = await footprint(deps)
  const { result, statements } = await recordStatements(() =>
    app.inject({
      method: 'POST',
      url: `/trpc/${path}`,
      payload: input(who),
      headers: {
        origin: deps.publicUrl,
        cookie: `kinkeep_browser=${randomUUID()}${session ? `; kinkeep_session=${session}` : ''}`,
      },
    }),
  )
  const after = await footprint(deps)
  return {
    status: result.statusCode,
    headers: Object.fromEntries(
      Object.entries(result.headers).map(([name, value]) => [name, withoutIds(String(value))]),
    ),
    body: withoutIds(result.body),
    // Once a second a server shares the calls it has counted: a clock's doing, whoever was asked about.
    statements: statements.filter((each) => !each.includes('from unnest($1::text[], $2::float8[]) as taken')),
    written: Object.fromEntries(
      Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]),
    ),
  }
}

/** Ids and times differ from call to call, whoever is asked about. */
function withoutIds(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/\w+-<id>@example\.org/g, '<address>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, '<time>')
}

/** Rows and jobs that a call can leave behind. */
async function footprint({ db }: Deps): Promise<Record<string, number>> {
  const tables = ['signUps', 'linkRequests', 'codes', 'emailTokens', 'sessions', 'auditEntries'] as const
  const rows = await Promise.all(
    tables.map(async (table) => {
      const counted = db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count'))
      return [table, Number((await counted.executeTakeFirstOrThrow()).count)]
    }),
  )
  const jobs = [
    [sendCode.name, (await queuedJobs({ db }, sendCode)).length],
    [sendLinkMail.name, (await queuedJobs({ db }, sendLinkMail)).length],
    [sendInvitationMail.name, (await queuedJobs({ db }, sendInvitationMail)).length],
    [sendSignUpMail.name, (await queuedJobs({ db }, sendSignUpMail)).length],
  ]
  return Object.fromEntries([...rows, ...jobs])
}

/** An address that nobody in the run has, as long as every other one. */
function addressOf(who: string): string {
  return `${who}-${randomUUID()}@example.org`
}
