import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../app.ts'

const origin = 'https://kinkeep.test'
const password = 'a long password'
const deps = await createTestDeps()

async function openApp() {
  const limit = { count: 1000, seconds: 60 }
  const app = await buildApp(deps, {
    storeOrigin: 'https://store.test',
    limits: { auth: limit, calls: limit },
  })
  onTestFinished(() => app.close())
  const call = (path: string, payload: object, cookies: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: `/trpc/${path}`, payload, headers: { origin }, cookies })
  return { app, call }
}

test('a link to a sheet: an attachment that nothing keeps, once; HEAD does not use it up', async () => {
  const { app, call } = await openApp()
  const user = await newUser(deps)
  const { recoveryCodes } = await newTotp(deps, user)
  const answer = await call(
    'auth.twoFactor.recoveryCodesPdf',
    { codes: recoveryCodes },
    { kinkeep_session: user.caller.sessionToken },
  )
  const { pathname } = new URL(answer.json().result.data.url)

  expect((await app.inject({ method: 'HEAD', url: pathname })).statusCode).toBe(404)
  const sheet = await app.inject(pathname)
  expect(sheet.statusCode).toBe(200)
  expect(sheet.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="kinkeep-recovery-codes.pdf"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  expect(sheet.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')

  const again = await app.inject(pathname)
  const unknown = await app.inject(`/downloads/${deps.random.token()}`)
  for (const refused of [again, unknown]) {
    expect(refused.statusCode).toBe(404)
    expect(refused.json().error.data.reason).toBe('NOT_FOUND')
  }
})

test('signing in with a second factor over HTTP: two answers, cookies out of reach of scripts', async () => {
  const { call } = await openApp()
  const user = await newUser(deps, { password })
  const app = await newTotp(deps, user)
  const signIn = (cookies: Record<string, string> = {}) =>
    call('auth.signIn', { email: user.email, password, remember: false }, cookies)

  const first = await signIn()
  expect(first.cookies.map(({ name }) => name)).toEqual(['kinkeep_browser'])
  const { challengeId, ...rest } = first.json().result.data
  expect(rest).toEqual({ status: 'twoFactorRequired', methods: ['totp', 'recovery'], preferred: 'totp' })
  const kinkeep_browser = first.cookies[0]?.value ?? ''

  const verify = (cookies: Record<string, string>, code: string) =>
    call('auth.twoFactor.verify', { challengeId, way: 'totp', code, trustDevice: true }, cookies)
  const code = await app.nextCode()
  const elsewhere = await verify({ kinkeep_browser: deps.random.token() }, code)
  expect(elsewhere.json().error.data.reason).toBe('CHALLENGE_EXPIRED')

  const entered = await verify({ kinkeep_browser }, code)
  expect(entered.json()).toEqual({ result: { data: { status: 'signedIn' } } })
  const given = Object.fromEntries(entered.cookies.map((cookie) => [cookie.name, cookie]))
  const closed = { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' }
  expect(given.kinkeep_session).toMatchObject(closed)
  expect(given.kinkeep_session?.maxAge).toBeUndefined()
  expect(given.kinkeep_device).toMatchObject({ ...closed, maxAge: 30 * 24 * 60 * 60 })

  const trusted = await signIn({ kinkeep_device: given.kinkeep_device?.value ?? '' })
  expect(trusted.json().result.data).toEqual({ status: 'signedIn' })
})
