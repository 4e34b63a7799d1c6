import { hashToken } from '@kinkeep/core/platform/token-hash'
import { type Authenticator, newAuthenticator } from '@kinkeep/testing/authenticator'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { giveUserPhone } from '@kinkeep/testing/new-phone'
import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { describe, expect, test } from 'vitest'
import { buildApp } from './app.ts'
import { appRouter } from './router.ts'
import { proceduresOf } from './trpc/procedures-of.ts'

const deps = await createTestDeps()
const origin = deps.publicUrl
const password = 'a long password'
const app = await buildApp(deps, {
  storeOrigin: 'https://store.test',
  trustedProxies: undefined,
  limits: { auth: { count: 10_000, seconds: 60 }, calls: { count: 10_000, seconds: 60 } },
})

interface Answer {
  reason: string
  data: Record<string, unknown>
  set: Record<
    string,
    { value: string; httpOnly?: boolean; secure?: boolean; sameSite?: string; path?: string }
  >
}

/** What somebody planted in the victim's browser before the victim came. */
const planted = { session: 'planted-session-token-planted-session-token', browser: 'planted-browser-token' }
const plantedCookies = `kinkeep_session=${planted.session}; kinkeep_browser=${planted.browser}`

async function post(path: string, payload: object, cookie = plantedCookies): Promise<Answer> {
  const response = await app.inject({
    method: 'POST',
    url: `/trpc/${path}`,
    payload,
    headers: { origin, cookie },
  })
  const body = response.json()
  return {
    reason: body.error?.data.reason ?? 'ok',
    data: body.result?.data ?? {},
    set: Object.fromEntries(response.cookies.map((each) => [each.name, each])),
  }
}

/** Every way to sign in, each ending with the call that opens the session. */
const ways: Record<string, (user: TestUser) => Promise<Answer>> = {
  'by password': (user) => post('auth.signIn', { email: user.email, password }),

  'by a link from the mail': async (user) =>
    post('auth.confirmMagicLink', { token: await mailedToken(user, 'magic_link') }),

  'by SMS': async (user) => {
    const phone = await giveUserPhone(deps, user.id)
    const { data } = await post('auth.phone.request', { phone, purpose: 'signIn' })
    const codeId = String(data.codeId)
    return post('auth.phone.verify', { codeId, code: await deliverCode(deps, codeId) })
  },

  'by a second factor': async (user) => {
    const { nextCode } = await newTotp(deps, user)
    const { data } = await post('auth.signIn', { email: user.email, password })
    const { challengeId } = data
    return post('auth.twoFactor.verify', {
      ...{ challengeId, way: 'totp', code: await nextCode(), trustDevice: true },
    })
  },

  'by passkey': async (user) => {
    const passkey = await givePasskey(user)
    const { data } = await post('auth.passkeys.signInOptions', {})
    return post('auth.passkeys.signIn', {
      response: passkey.get(data as Parameters<Authenticator['get']>[0]),
    })
  },

  'by passkey as the second factor': async (user) => {
    const passkey = await givePasskey(user)
    await newTotp(deps, user)
    const { challengeId } = (await post('auth.signIn', { email: user.email, password })).data
    const { data } = await post('auth.passkeys.secondFactorOptions', { challengeId })
    const response = passkey.get(data as Parameters<Authenticator['get']>[0])
    return post('auth.passkeys.verifySecondFactor', { challengeId, response, trustDevice: true })
  },
}

describe.each(Object.entries(ways))('signing in %s', (_name, signIn) => {
  test('makes a new session, and never one that the browser brought along', async () => {
    const user = await newUser(deps, { password })
    const answer = await signIn(user)
    expect(answer).toMatchObject({ reason: 'ok', data: { status: 'signedIn' } })
    const token = answer.set.kinkeep_session?.value ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    expect([planted.session, planted.browser, user.caller.sessionToken]).not.toContain(token)
    expect(await whoIs(token)).toBe(user.id)
    expect(await whoIs(planted.session)).toBeNull()
    expect(await whoIs(planted.browser)).toBeNull()
  })

  test('sets cookies that no script reads and no other site sends', async () => {
    const { set } = await signIn(await newUser(deps, { password }))
    expect(Object.keys(set)).toContain('kinkeep_session')
    for (const cookie of Object.values(set)) {
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
    }
  })
})

test('two sign-ins of one person are two sessions', async () => {
  const user = await newUser(deps, { password })
  const first = (await post('auth.signIn', { email: user.email, password })).set.kinkeep_session?.value ?? ''
  const again = await post('auth.signIn', { email: user.email, password }, `kinkeep_session=${first}`)
  expect(again.set.kinkeep_session?.value).not.toBe(first)
})

test('a session that ended is not taken up again by signing in with its cookie', async () => {
  const user = await newUser(deps, { password })
  const first = (await post('auth.signIn', { email: user.email, password })).set.kinkeep_session?.value ?? ''
  await post('auth.signOut', {}, `kinkeep_session=${first}`)
  await post('auth.signIn', { email: user.email, password }, `kinkeep_session=${first}`)
  expect(await whoIs(first)).toBeNull()
})

describe('a planted browser cookie', () => {
  test('does not finish what its planter began: that takes a call from our own page', async () => {
    const attacker = await newUser(deps, { password })
    const { nextCode } = await newTotp(deps, attacker)
    const { challengeId } = (await post('auth.signIn', { email: attacker.email, password })).data
    const forged = await app.inject({
      method: 'POST',
      url: '/trpc/auth.twoFactor.verify',
      payload: { challengeId, way: 'totp', code: await nextCode() },
      headers: { origin: 'https://attacker.example', cookie: plantedCookies },
    })
    expect(forged.statusCode).toBe(403)
    expect(forged.cookies).toEqual([])
  })

  test('gives its planter nothing of what the victim begins, without the second factor', async () => {
    const victim = await newUser(deps, { password })
    await newTotp(deps, victim)
    const { challengeId } = (await post('auth.signIn', { email: victim.email, password })).data
    const planters = await post('auth.twoFactor.verify', { challengeId, way: 'totp', code: '000000' })
    expect(planters.reason).toBe('CODE_WRONG')
    const elsewhere = await post(
      'auth.twoFactor.verify',
      { challengeId, way: 'totp', code: '000000' },
      'kinkeep_browser=another',
    )
    expect(elsewhere.reason).toBe('CHALLENGE_EXPIRED')
  })

  test('is no session, and a session is no browser', async () => {
    const user = await newUser(deps, { password })
    const { set } = await post('auth.signIn', { email: user.email, password }, '')
    expect(await whoIs(set.kinkeep_browser?.value ?? '')).toBeNull()
    expect(set.kinkeep_browser?.value).not.toBe(set.kinkeep_session?.value)
  })
})

const mutations = proceduresOf(appRouter)
  .filter(([, procedure]) => procedure._def.type === 'mutation')
  .map(([path]) => path)

test.each(mutations)('%s is refused from another origin, before anything is looked at', async (path) => {
  const user = await newUser(deps)
  for (const headers of [{}, { origin: 'https://attacker.example' }, { origin: 'null' }]) {
    const answer = await app.inject({
      method: 'POST',
      url: `/trpc/${path}`,
      payload: {},
      headers: { ...headers, cookie: `kinkeep_session=${user.caller.sessionToken}` },
    })
    expect([answer.statusCode, answer.json().error.data.reason]).toEqual([403, 'NOT_ALLOWED_ORIGIN'])
  }
})

async function whoIs(token: string): Promise<unknown> {
  const answer = await app.inject({ url: '/trpc/users.me', headers: { cookie: `kinkeep_session=${token}` } })
  return answer.json().result.data?.id ?? null
}

async function mailedToken(user: TestUser, purpose: 'magic_link'): Promise<string> {
  const token = deps.random.token()
  const now = deps.clock.now()
  await deps.db
    .insertInto('emailTokens')
    .values({
      ...{ tokenHash: hashToken(token), purpose, userId: user.id, email: user.email },
      createdAt: now,
      expiresAt: new Date(now.getTime() + 60_000),
    })
    .execute()
  return token
}

async function givePasskey(user: TestUser): Promise<Authenticator> {
  const cookie = `kinkeep_session=${user.caller.sessionToken}`
  const { data } = await post('auth.passkeys.registerOptions', {}, cookie)
  const passkey = newAuthenticator(origin)
  const response = passkey.create(data as Parameters<Authenticator['create']>[0])
  const registered = await post('auth.passkeys.register', { name: 'Phone', response }, cookie)
  expect(registered.reason).toBe('ok')
  return passkey
}
