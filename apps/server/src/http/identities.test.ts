import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { identityProviders } from '@kinkeep/contracts/identity-providers'
import { handleSendSignUpMail } from '@kinkeep/core/accounts/handlers'
import { providerSettings } from '@kinkeep/core/platform/identity-providers/settings'
import {
  type EmulatedPerson,
  type EmulatedProvider,
  startEmulatedProvider,
} from '@kinkeep/testing/emulated-provider'
import { JourneyBrowser } from '@kinkeep/testing/journey-browser'
import { newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { afterAll, describe, expect, test } from 'vitest'
import { buildApp } from '../app.ts'

const origin = 'https://kinkeep.test'
const nobody: EmulatedPerson = { subject: '0' }
const emulated = new Map<IdentityProviderId, EmulatedProvider>()
for (const id of identityProviders) {
  const redirectUris = [`${origin}/auth/${id}/callback`]
  emulated.set(id, await startEmulatedProvider(id, { redirectUris, person: nobody }))
}
const attacker = await startEmulatedProvider('google', {
  redirectUris: [`${origin}/auth/google/callback`],
  person: nobody,
})
const deps = await createTestDeps({
  identityProviders: providerSettings.parse(
    Object.assign({}, ...[...emulated.values()].map(({ settings }) => settings)),
  ),
})
const app = await buildApp(deps, {
  storeOrigin: 'http://127.0.0.1:1',
  limits: { auth: { count: 10_000, seconds: 1 }, calls: { count: 10_000, seconds: 1 } },
})
afterAll(async () => {
  await app.close()
  await Promise.all([...emulated.values(), attacker].map((each) => each.close()))
})

let subjects = 1000
/** Somebody whom nobody knows yet. Numbers, since some providers know nothing else. */
function newPerson(overrides: Partial<EmulatedPerson> = {}): EmulatedPerson {
  subjects += 1
  return { subject: String(subjects), name: 'Vera', email: newEmail(), emailVerified: true, ...overrides }
}

function at(id: IdentityProviderId): EmulatedProvider {
  const found = emulated.get(id)
  if (!found) throw new Error('unreachable')
  return found
}

function newBrowser(user?: TestUser): JourneyBrowser {
  const browser = new JourneyBrowser(
    // Every browser has an address of its own, so that none waits for the others.
    async (request) => app.inject({ ...request, remoteAddress: '192.0.2.7' }),
    origin,
  )
  if (user) browser.setCookie('kinkeep_session', user.caller.sessionToken)
  return browser
}

interface Journey {
  browser?: JourneyBrowser
  purpose?: string
}

/** Goes to a provider as somebody and comes back: the flow's id. */
async function travel(id: IdentityProviderId, person: EmulatedPerson, journey: Journey = {}) {
  const { browser = newBrowser(), purpose = 'sign_in' } = journey
  await resetLimits()
  at(id).person = person
  browser.forget(at(id).origin)
  const { url } = await browser.visit(`/auth/${id}?purpose=${purpose}`)
  return { browser, url, flowId: url.searchParams.get('flow') ?? deps.random.id() }
}

/** These are many journeys of one address. */
async function resetLimits(): Promise<void> {
  await deps.db.deleteFrom('rateLimits').execute()
}

const signUpForm = { name: 'Vera', language: 'en', timeZone: 'UTC' }

/** An account that a provider's person made here. */
async function signUpWith(id: IdentityProviderId, person: EmulatedPerson) {
  const { browser, flowId } = await travel(id, person)
  expect(await browser.mutate('auth.identities.signUp', { flowId, ...signUpForm })).toEqual({
    status: 'signedIn',
  })
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('email', '=', person.email ?? '')
    .executeTakeFirstOrThrow()
  return { browser, user }
}

function identitiesOf(userId: string) {
  return deps.db
    .selectFrom('identities')
    .select(['provider', 'issuer', 'subject', 'userId'])
    .where('userId', '=', userId)
    .execute()
}

async function confirmSignUp(email: string, browser: JourneyBrowser) {
  const signUp = await deps.db
    .selectFrom('signUps')
    .select('id')
    .where('email', '=', email)
    .orderBy('createdAt', 'desc')
    .executeTakeFirstOrThrow()
  const outbox = createOutbox()
  await handleSendSignUpMail({ ...deps, mailer: outbox }, { signUpId: signUp.id }, { jobId: 'a' })
  const token = /token=([\w-]+)/.exec(outbox.mails[0]?.text ?? '')?.[1]
  return browser.mutate('auth.confirmEmail', { token })
}

describe.each(identityProviders)('%s', (id) => {
  const proves = ['google', 'apple', 'github'].includes(id)

  test('makes an account for somebody new, and knows them again', async () => {
    const person = newPerson()
    const { browser, url, flowId } = await travel(id, person)
    expect(url.pathname).toBe('/provider-return')
    expect(await browser.mutate('auth.identities.signIn', { flowId })).toEqual({
      status: 'signUpWanted',
      provider: id,
      name: 'Vera',
      email: id === 'telegram' ? null : person.email,
      emailProven: proves,
    })
    const form = { flowId, ...signUpForm, email: person.email }
    const signedUp = await browser.mutate('auth.identities.signUp', form)
    expect(signedUp).toEqual({ status: proves ? 'signedIn' : 'confirmationSent' })
    if (!proves) expect(await confirmSignUp(person.email ?? '', browser)).toEqual({ status: 'signedIn' })
    expect(await browser.query('users.me')).toMatchObject({ email: person.email, name: 'Vera' })

    const again = await travel(id, { ...person, email: newEmail(), name: 'Renamed' })
    const { flowId: secondFlow } = again
    expect(await again.browser.mutate('auth.identities.signIn', { flowId: secondFlow })).toEqual({
      status: 'signedIn',
    })
    expect(await again.browser.query('users.me')).toMatchObject({ email: person.email, name: 'Vera' })
    expect(await again.browser.mutate('auth.identities.signIn', { flowId: secondFlow })).toBe(
      'CHALLENGE_EXPIRED',
    )
  })

  test('never finds an account by its address, and tells of it only what the provider proved', async () => {
    const user = await newUser(deps)
    const person = newPerson({ email: user.email })
    const { browser, flowId } = await travel(id, person)
    const answer = await browser.mutate('auth.identities.signIn', { flowId })
    expect(answer).toMatchObject(
      proves ? { status: 'accountExists', email: user.email } : { status: 'signUpWanted' },
    )
    const form = { flowId, ...signUpForm, email: user.email }
    const signedUp = await browser.mutate('auth.identities.signUp', form)
    expect(signedUp).toMatchObject({ status: proves ? 'accountExists' : 'confirmationSent' })
    expect(await browser.query('users.me')).toBeNull()
    expect(await identitiesOf(user.id)).toEqual([])
  })
})

test('lists the configured providers', async () => {
  const answer = await newBrowser().query<{ items: { provider: string }[] }>('auth.identities.providers')
  expect(answer).toMatchObject({ items: identityProviders.map((provider) => ({ provider })) })
  const bare = await createTestDeps()
  const bareApp = await buildApp(bare, {
    storeOrigin: 'http://127.0.0.1:1',
    limits: { auth: { count: 100, seconds: 1 }, calls: { count: 100, seconds: 1 } },
  })
  const missing = await bareApp.inject({ method: 'GET', url: '/auth/google' })
  expect(missing.statusCode).toBe(404)
  await bareApp.close()
})

describe('an address that the provider did not prove', () => {
  test('is no address: whoever calls themselves somebody else must answer a mail', async () => {
    const person = newPerson({ emailVerified: false })
    const { browser, flowId } = await travel('google', person)
    expect(await browser.mutate('auth.identities.signUp', { flowId, ...signUpForm })).toBe('INVALID_INPUT')
    const form = { flowId, ...signUpForm, email: person.email }
    expect(await browser.mutate('auth.identities.signUp', form)).toEqual({ status: 'confirmationSent' })
    expect(
      await deps.db
        .selectFrom('users')
        .select('id')
        .where('email', '=', person.email ?? '')
        .execute(),
    ).toEqual([])
  })

  test('trojan identifier: the mail opened elsewhere links nobody', async () => {
    const victim = newEmail()
    const { browser, flowId } = await travel('vk', newPerson({ email: 'x@example.org' }))
    await browser.mutate('auth.identities.signUp', { flowId, ...signUpForm, email: victim })
    expect(await confirmSignUp(victim, newBrowser())).toBe('OTHER_BROWSER')
    expect(await deps.db.selectFrom('users').select('id').where('email', '=', victim).execute()).toEqual([])
  })
})

test('classic-federated merge: a sign-up with a password waits, the owner comes by Google, and the password is worth nothing', async () => {
  const person = newPerson()
  const thief = newBrowser()
  const password = 'a password of the thief'
  await resetLimits()
  await thief.mutate('auth.signUp', { ...signUpForm, email: person.email, password })
  const waiting = deps.db
    .selectFrom('signUps')
    .select('id')
    .where('email', '=', person.email ?? '')
  const [{ id: signUpId } = { id: '' }] = await waiting.execute()
  const outbox = createOutbox()
  await handleSendSignUpMail({ ...deps, mailer: outbox }, { signUpId }, { jobId: 'a' })
  const token = /token=([\w-]+)/.exec(outbox.mails[0]?.text ?? '')?.[1]

  await signUpWith('google', person)
  expect(await thief.mutate('auth.confirmEmail', { token, password })).toBe('LINK_INVALID')
  expect(await thief.mutate('auth.signIn', { email: person.email, password })).toBe('CREDENTIALS_WRONG')
  expect(await waiting.execute()).toEqual([])
})

test('unexpired e-mail change: what waited for the address is gone when its owner comes', async () => {
  const person = newPerson()
  const thief = await newUser(deps)
  const now = deps.clock.now()
  await deps.db
    .insertInto('emailChanges')
    .values({
      userId: thief.id,
      id: deps.random.id(),
      newEmail: person.email ?? '',
      newTokenHash: Buffer.from('a token'),
      createdAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
    })
    .execute()
  await signUpWith('google', person)
  const left = deps.db.selectFrom('emailChanges').select('id').where('userId', '=', thief.id)
  expect(await left.execute()).toEqual([])
})

describe('a journey', () => {
  test('is bound to its browser: a state or a code in another one is worth nothing and is not used up', async () => {
    const person = newPerson()
    const { browser: thief } = await travel('google', person)
    at('google').person = person
    const callback = `${origin}/auth/google/callback`
    const stopped = await thief.visit('/auth/google', callback)
    const victim = newBrowser()
    await victim.visit('/auth/google', at('google').origin)
    const swapped = await victim.visit(stopped.url.href)
    expect(swapped.url.href).toBe(`${origin}/sign-in?problem=expired`)
    const own = await thief.visit(stopped.url.href)
    expect(own.url.pathname).toBe('/provider-return')
    const flowId = own.url.searchParams.get('flow')
    expect(await victim.mutate('auth.identities.signIn', { flowId })).toBe('CHALLENGE_EXPIRED')
    expect(await victim.query('users.me')).toBeNull()
  })

  test('comes back once: a replayed answer is refused, and so are 10 at once but one', async () => {
    const browser = newBrowser()
    at('google').person = newPerson()
    const callback = `${origin}/auth/google/callback`
    const { url } = await browser.visit('/auth/google', callback)
    await resetLimits()
    const results = await Promise.all(Array.from({ length: 10 }, () => browser.visit(url.href)))
    const ends = results.map(({ url: end }) => (end.searchParams.has('flow') ? 'back' : end.search))
    expect(ends.toSorted()).toEqual([...Array<string>(9).fill('?problem=expired'), 'back'])
  })

  test('is bound to its provider and to ten minutes', async () => {
    const browser = newBrowser()
    at('google').person = newPerson()
    const { url } = await browser.visit('/auth/google', `${origin}/auth/google/callback`)
    const elsewhere = url.href.replace('/auth/google/', '/auth/telegram/')
    expect((await browser.visit(elsewhere)).url.search).toBe('?problem=expired')
    deps.clock.advance(601)
    expect((await browser.visit(url.href)).url.search).toBe('?problem=expired')
    deps.clock.advance(-601)
  })

  test('brings a person to a path of ours and to none of anybody else', async () => {
    at('google').person = newPerson()
    const redirectOf = async (path: string) => {
      const { url } = await newBrowser().visit(`/auth/google?redirect=${encodeURIComponent(path)}`)
      return url.searchParams.get('redirect')
    }
    expect(await redirectOf('/c/1?a=b')).toBe('/c/1?a=b')
    for (const path of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect(await redirectOf(path)).toBeNull()
    }
  })

  test('keeps the token of an invitation that somebody comes with, and whoever has the database does not read it', async () => {
    at('google').person = newPerson()
    const [token, browser] = [deps.random.token(), newBrowser()]
    const path = `/invitations/${token}`
    const stored = async () => {
      const rows = await deps.db.selectFrom('providerFlows').selectAll().execute()
      return rows.flatMap((row) => Object.values(row).map((value) => String(value))).join(' ')
    }
    const begun = `/auth/google?redirect=${encodeURIComponent(path)}`
    const { url } = await browser.visit(begun, `${origin}/auth/google/callback`)
    expect(await stored()).not.toContain(token)
    expect((await browser.visit(url.href)).url.searchParams.get('redirect')).toBe(path)
    expect(await stored()).not.toContain(token)
  })

  test('says in words what went wrong', async () => {
    const browser = newBrowser()
    const { url } = await browser.visit('/auth/google', at('google').origin)
    const state = url.searchParams.get('state')
    const cancelled = await browser.visit(
      `/auth/google/callback?error=access_denied&state=${state}&iss=${at('google').origin}`,
    )
    expect(cancelled.url.href).toBe(`${origin}/sign-in?problem=cancelled`)

    at('github').isAway = true
    const { url: there } = await browser.visit('/auth/github', at('github').origin)
    const code = `/auth/github/callback?code=a&state=${there.searchParams.get('state')}`
    expect((await browser.visit(code)).url.search).toBe('?problem=unavailable')
    at('github').isAway = false
  })

  test('a form from elsewhere is taken from Apple alone, and reads no cookie', async () => {
    const form = new URLSearchParams({
      code: 'a',
      state: 'b',
      user: '{"name":{"firstName":"Vera"}}',
      evil: '1',
    })
    const apple = await newBrowser().post('/auth/apple/callback', form, 'https://appleid.apple.com')
    expect([apple.status, apple.location]).toEqual([
      303,
      `${origin}/auth/apple/callback?code=a&state=b&name=Vera`,
    ])
    expect(apple.setCookies).toEqual([])
    const google = await newBrowser().post('/auth/google/callback', form, 'https://evil.example')
    expect(google.status).toBe(404)
  })
})

describe('an identity that is linked', () => {
  test('asks for the second factor like a password does', async () => {
    const person = newPerson()
    const { user } = await signUpWith('google', person)
    const now = deps.clock.now()
    await deps.db
      .insertInto('secondFactors')
      .values({ id: deps.random.id(), userId: user.id, kind: 'email', createdAt: now, confirmedAt: now })
      .execute()
    const { browser, flowId } = await travel('google', person)
    expect(await browser.mutate('auth.identities.signIn', { flowId })).toMatchObject({
      status: 'twoFactorRequired',
      preferred: 'email',
    })
    expect(await browser.query('users.me')).toBeNull()
  })

  test('opens no account that was deactivated', async () => {
    const person = newPerson()
    const { user } = await signUpWith('google', person)
    await deps.db
      .updateTable('users')
      .set({ deactivatedAt: deps.clock.now() })
      .where('id', '=', user.id)
      .execute()
    const { browser, flowId } = await travel('google', person)
    expect(await browser.mutate('auth.identities.signIn', { flowId })).toBe('CREDENTIALS_WRONG')
  })
})

describe('a token that is not right', () => {
  const forgeries: [string, (claims: Record<string, unknown>) => Record<string, unknown>][] = [
    ['nonce', (claims) => ({ ...claims, nonce: 'another' })],
    ['missing nonce', ({ nonce: _, ...claims }) => claims],
    ['issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['audience', (claims) => ({ ...claims, aud: 'another client' })],
    ['time', (claims) => ({ ...claims, exp: 1 })],
  ]
  test.each(forgeries)('wrong %s is refused', async (_, forge) => {
    at('google').forge = forge
    const { url } = await travel('google', newPerson())
    at('google').forge = undefined
    expect(url.href).toBe(`${origin}/sign-in?problem=refused`)
  })

  test.each([
    ['a subject of 10,000 signs', { sub: 'x'.repeat(10_000) }],
    ['a subject with a NUL', { sub: 'a\0b' }],
    ['a sign-in beyond the calendar', { auth_time: 1e15 }],
  ])('%s is refused, in words', async (_, claims) => {
    at('google').forge = (honest) => ({ ...honest, ...claims })
    const { url } = await travel('google', newPerson())
    at('google').forge = undefined
    expect(url.href).toBe(`${origin}/sign-in?problem=refused`)
  })

  test.each(['\u212Aate@kinkeep.test', 'vera\r\nbcc@kinkeep.test', `${'a'.repeat(10_000)}@kinkeep.test`])(
    'an address that is none of ours proves nothing: %j',
    async (email) => {
      const { browser, flowId } = await travel('google', newPerson({ email, name: 'V'.repeat(10_000) }))
      expect(await browser.mutate('auth.identities.signIn', { flowId })).toMatchObject({
        ...{ status: 'signUpWanted', email: null, emailProven: false },
        name: 'V'.repeat(100),
      })
    },
  )

  test('mix-up: an answer that names another issuer is refused before its code goes anywhere', async () => {
    const browser = newBrowser()
    attacker.person = newPerson()
    const { url } = await browser.visit('/auth/google', at('google').origin)
    // The attacker lets the victim's browser come back with a code of their own provider, or swallows ours.
    const state = url.searchParams.get('state')
    const answer = `/auth/google/callback?code=stolen&state=${state}&iss=${attacker.origin}`
    expect((await browser.visit(answer)).url.search).toBe('?problem=refused')
  })

  test('a subject is nothing without its issuer: the same one elsewhere is somebody else', async () => {
    const person = newPerson()
    const { user } = await signUpWith('google', person)
    const identity = deps.db.updateTable('identities').where('userId', '=', user.id)
    await identity.set({ issuer: attacker.origin }).execute()
    const { browser, flowId } = await travel('google', { ...person, email: newEmail() })
    expect(await browser.mutate('auth.identities.signIn', { flowId })).toMatchObject({
      status: 'signUpWanted',
    })
    const apple = await travel('apple', { ...person, email: newEmail() })
    expect(await apple.browser.mutate('auth.identities.signIn', { flowId: apple.flowId })).toMatchObject({
      status: 'signUpWanted',
    })
  })
})

describe('linking', () => {
  async function linkable(user: TestUser, person = newPerson()) {
    const browser = newBrowser(user)
    const { flowId, url } = await travel('google', person, { browser, purpose: 'link' })
    return { browser, flowId, url, person }
  }

  test('is an act on our page, never what a navigation does', async () => {
    const user = await newUser(deps)
    const { browser, flowId, url, person } = await linkable(user)
    expect(url.pathname).toBe('/provider-return')
    expect(await identitiesOf(user.id)).toEqual([])
    expect(await browser.query('auth.identities.pendingLink', { flowId })).toEqual({
      provider: 'google',
      label: person.email,
    })
    expect(await browser.mutate('auth.identities.link', { flowId })).toMatchObject({ provider: 'google' })
    expect(await identitiesOf(user.id)).toMatchObject([
      { issuer: at('google').origin, subject: person.subject },
    ])
    expect(await browser.mutate('auth.identities.link', { flowId })).toBe('CHALLENGE_EXPIRED')
  })

  test('forced linking: a journey begun in another session, browser or for another purpose links nothing', async () => {
    const [thief, victim] = [await newUser(deps), await newUser(deps)]
    const { browser: thiefs, flowId } = await linkable(thief)
    const victims = newBrowser(victim)
    expect(await victims.mutate('auth.identities.link', { flowId })).toBe('CHALLENGE_EXPIRED')
    // The same browser, but somebody else signed in meanwhile.
    thiefs.setCookie('kinkeep_session', victim.caller.sessionToken)
    expect(await thiefs.mutate('auth.identities.link', { flowId })).toBe('CHALLENGE_EXPIRED')
    const signIn = await travel('google', newPerson(), { browser: victims })
    expect(await victims.mutate('auth.identities.link', { flowId: signIn.flowId })).toBe('CHALLENGE_EXPIRED')
    expect(await identitiesOf(victim.id)).toEqual([])
  })

  test('a callback in another session is refused', async () => {
    const [one, other] = [await newUser(deps), await newUser(deps)]
    const browser = newBrowser(one)
    at('google').person = newPerson()
    const { url } = await browser.visit('/auth/google?purpose=link', `${origin}/auth/google/callback`)
    browser.setCookie('kinkeep_session', other.caller.sessionToken)
    expect((await browser.visit(url.href)).url.href).toBe(`${origin}/settings/security?problem=signedOut`)
  })

  test('needs a session to begin and a fresh proof to end', async () => {
    const { url } = await travel('google', newPerson(), { purpose: 'link' })
    expect(url.href).toBe(`${origin}/settings/security?problem=signedOut`)
    const user = await newUser(deps)
    const { browser, flowId } = await linkable(user)
    deps.clock.advance(301)
    expect(await browser.mutate('auth.identities.link', { flowId })).toBe('REAUTHENTICATION_REQUIRED')
    deps.clock.advance(-301)
  })

  test('stops at a subject that is linked elsewhere, also of two at once', async () => {
    const person = newPerson()
    const users = [await newUser(deps), await newUser(deps)]
    const journeys = []
    for (const user of users) journeys.push(await linkable(user, person))
    const answers = await Promise.all(
      journeys.map(({ browser, flowId }) => browser.mutate('auth.identities.link', { flowId })),
    )
    expect(answers.filter((answer) => answer === 'IDENTITY_LINKED_ELSEWHERE')).toHaveLength(1)
    expect((await Promise.all(users.map(({ id }) => identitiesOf(id)))).flat()).toHaveLength(1)
  })

  test('unlinking leaves a way in: the last one stays, also of two at once', async () => {
    const { browser, user } = await signUpWith('google', newPerson())
    const { flowId } = await travel('github', newPerson(), { browser, purpose: 'link' })
    await browser.mutate('auth.identities.link', { flowId })
    const listed = await browser.query<{ items: { id: string }[] }>('auth.identities.list')
    const ids = typeof listed === 'string' ? [] : listed.items.map(({ id }) => id)
    expect(ids).toHaveLength(2)
    const stranger = newBrowser(await newUser(deps))
    expect(await stranger.mutate('auth.identities.unlink', { identityId: ids[0] })).toBe('NOT_FOUND')
    const answers = await Promise.all(
      ids.map((identityId) => browser.mutate('auth.identities.unlink', { identityId })),
    )
    expect(answers.filter((answer) => answer === 'LAST_SIGN_IN_METHOD')).toHaveLength(1)
    expect(await identitiesOf(user.id)).toHaveLength(1)
  })
})

describe('proving again who one is', () => {
  const freshness = async (browser: JourneyBrowser) => browser.mutate('auth.identities.beginMerge')

  test('works by a linked identity whose provider says that the person has just signed in', async () => {
    const person = newPerson()
    const { browser } = await signUpWith('google', person)
    deps.clock.advance(301)
    expect(await freshness(browser)).toBe('REAUTHENTICATION_REQUIRED')
    deps.clock.advance(-301)
    await deps.db
      .updateTable('sessions')
      .set({ provenAt: new Date(0) })
      .execute()
    const { flowId } = await travel('google', person, { browser, purpose: 'reauthenticate' })
    const journey = { flowId }
    expect(await browser.mutate('auth.identities.reauthenticate', journey)).toEqual({ status: 'proven' })
    expect(await browser.mutate('auth.identities.reauthenticate', journey)).toBe('CHALLENGE_EXPIRED')
    expect(await freshness(browser)).toEqual({ status: 'begun' })
  })

  test.each([
    ['long ago', 'google', (claims: Record<string, unknown>) => ({ ...claims, auth_time: 1 })],
    ['at no known time', 'google', ({ auth_time: _, ...claims }: Record<string, unknown>) => claims],
  ] as const)('a sign-in there %s proves nothing', async (_, id, forge) => {
    const person = newPerson()
    const { browser } = await signUpWith(id, person)
    at(id).forge = forge
    const { flowId } = await travel(id, person, { browser, purpose: 'reauthenticate' })
    at(id).forge = undefined
    expect(await browser.mutate('auth.identities.reauthenticate', { flowId })).toBe('PROVIDER_REFUSED')
  })

  test('somebody else at the provider proves nothing', async () => {
    const { browser } = await signUpWith('google', newPerson())
    const { flowId } = await travel('google', newPerson(), { browser, purpose: 'reauthenticate' })
    expect(await browser.mutate('auth.identities.reauthenticate', { flowId })).toBe('PROVIDER_REFUSED')
  })
})
