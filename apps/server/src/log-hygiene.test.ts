import { createLog } from '@kinkeep/core/platform/log'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newPhone } from '@kinkeep/testing/new-phone'
import { signedConsent } from '@kinkeep/testing/new-upgrade'
import { newEmail, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from './app.ts'

const tables = [
  ...['users', 'sign_ups', 'codes', 'invitations', 'email_tokens', 'audit_entries'],
  ...[
    'guest_links',
    'guest_sessions',
    'share_links',
    'share_sessions',
    'child_upgrades',
    'calendar_feeds',
    'comments',
    'events',
  ],
]
const roomy = { count: 10_000, seconds: 1 }

test('whatever goes wrong, no log at any level and no job holds what somebody typed or holds', async () => {
  const lines: string[] = []
  const log = createLog('hygiene', 'trace', { write: (line) => void lines.push(line) })
  const deps = { ...(await createTestDeps()), log }
  const app = await buildApp(deps, {
    storeOrigin: 'https://store.test',
    limits: { auth: roomy, calls: roomy },
  })
  const owner = new pg.Client({ connectionString: deps.ownerUrl })
  owner.on('error', () => undefined)
  await owner.connect()
  onTestFinished(async () => {
    await owner.end()
    await app.close()
  })

  const password = 'a password that nobody else has'
  const person = await newUser(deps, { email: `person-${newEmail()}`, password })
  const [stranger, phone, linkToken] = [newEmail(), newPhone(), deps.random.token()]
  const newcomer = { name: 'Vera Q', language: 'en', timeZone: 'UTC' }
  const words = 'Words that nobody else says'
  const consent = { ...signedConsent, guardianName: 'Vera Q', signature: 'Vera Q' }
  const home = await newCircle(deps, { owner: person })
  const [child, keep] = [await newChild(deps, home, person), await newKeep(deps, home, person)]
  const asGuest = { cookie: `kinkeep_guest=${linkToken}` }
  const asOutsider = { cookie: `kinkeep_share=${linkToken}` }
  const headers = { origin: deps.publicUrl, cookie: `kinkeep_session=${person.caller.sessionToken}` }
  const call = (path: string, payload: unknown) =>
    app.inject({
      method: 'POST',
      url: `/trpc/${path}`,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
  const useEverything = async () => [
    await call('auth.signUp', { email: stranger, password, name: 'Vera Q', language: 'en', timeZone: 'UTC' }),
    await call('auth.signIn', { email: person.email, password: `${password}!` }),
    await call('auth.signIn', { email: person.email, password }),
    await call('auth.confirmEmail', { token: linkToken, password }),
    await call('auth.resendVerification', { email: stranger }),
    await call('auth.requestPasswordReset', { email: person.email }),
    await call('auth.confirmPasswordReset', { token: linkToken, password }),
    await call('auth.requestMagicLink', { email: person.email }),
    await call('auth.confirmMagicLink', { token: linkToken }),
    await call('auth.phone.request', { phone, purpose: 'signIn' }),
    await call('circles.guestLinks.enter', { token: linkToken, pin: '120583' }),
    await call('circles.guestLinks.preview', { token: linkToken }),
    await app.inject({ url: `/g/${linkToken}`, headers: { ...headers, accept: 'text/html' } }),
    await call('keeps.shared.open', { token: linkToken, password }),
    await app.inject({ url: `/s/${linkToken}`, headers: { ...headers, accept: 'text/html' } }),
    await app.inject({ url: `/shared/${person.id}/${person.id}/preview`, headers: asOutsider }),
    await call('keeps.shareLinks.create', {
      ...{ circleId: home.id, kind: 'range', from: '2025-01-01', to: '2025-01-02', title: words, password },
    }),
    await call('auth.twoFactor.setup', { kind: 'totp' }),
    await call('circles.invitations.preview', { token: linkToken }),
    await call('circles.invitations.accept', { token: linkToken }),
    await call('circles.guestLinks.preview', { token: linkToken }),
    await app.inject({ url: `/invitations/${linkToken}`, headers }),
    await call('circles.invitations.decline', { token: linkToken }),
    await call('circles.children.previewUpgrade', { token: linkToken }),
    await call('circles.children.confirmUpgrade', { token: linkToken, account: { ...newcomer, password } }),
    await app.inject({ url: `/grow/${linkToken}`, headers: { ...headers, accept: 'text/html' } }),
    await app.inject({ url: `/calendars/${linkToken}.ics` }),
    await app.inject({ url: `/trpc/keeps.list?input={"circleId":"${person.id}"}`, headers: asGuest }),
    await call('circles.children.requestUpgrade', {
      circleId: home.id,
      childId: child.id,
      email: stranger,
      consent,
    }),
    await call('circles.invitations.send', { circleId: home.id, email: stranger, role: 'viewer' }),
    await call('keeps.comments.add', { circleId: home.id, keepId: keep.id, body: words }),
    await call('circles.guestLinks.create', { circleId: home.id, name: words, pin: '120583' }),
    await call('circles.calendar.createFeed', { circleId: home.id, name: words }),
    await call('auth.signIn', { email: person.email, password: 7 }),
    await call('auth.signIn', `{"email":"${person.email}","password":"${password}"`),
    await app.inject({ url: `/trpc/users.me?token=${linkToken}`, headers }),
    await app.inject({ url: '/trpc/users.me', headers: { authorization: `Bearer ${linkToken}` } }),
    await app.inject({ url: `/auth/google/callback?code=${linkToken}&state=${linkToken}`, headers }),
  ]

  await useEverything()
  // A database that answers in errors, which name the statement and what it was about.
  for (const table of tables) {
    await owner.query(`alter table ${table} rename to ${table}_away`)
    const answers = await useEverything()
    expect(answers.some(({ statusCode }) => statusCode === 500)).toBe(true)
    await owner.query(`alter table ${table}_away rename to ${table}`)
  }
  expect(lines.length).toBeGreaterThan(5)

  const { rows } = await owner.query<{ text: string }>(
    'select j::text as text from pgboss.job j union all select e::text from audit_entries e',
  )
  expect(rows.length).toBeGreaterThan(5)
  const written = [...lines, ...rows.map(({ text }) => text)].join('\n')
  const { sessionToken } = person.caller
  const secrets = {
    password,
    phone,
    linkToken,
    sessionToken,
    email: person.email,
    stranger,
    name: 'Vera Q',
    words,
    pin: '120583',
  }
  for (const [what, secret] of Object.entries(secrets)) {
    expect(written.includes(secret), `${what} in a log or a job`).toBe(false)
  }
  expect(written).not.toMatch(/\$argon2|otpauth:|kinkeep_(session|browser|guest)=/)
}, 90_000)
