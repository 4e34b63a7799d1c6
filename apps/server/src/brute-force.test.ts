import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { limits } from '@kinkeep/contracts/limits'
import { createShareLink as shareContract } from '@kinkeep/contracts/share-links'
import { triesPerAddress } from '@kinkeep/core/accounts/rules'
import { createGuestLink } from '@kinkeep/core/guest-links/create-guest-link'
import { hashToken } from '@kinkeep/core/platform/token-hash'
import { reauthenticationTries } from '@kinkeep/core/sessions/rules'
import { createShareLink } from '@kinkeep/core/share-links/create-share-link'
import { inheritedEnv } from '@kinkeep/testing/config'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { giveUserPhone } from '@kinkeep/testing/new-phone'
import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newEmail, newUser } from '@kinkeep/testing/new-user'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { testSecretSettings } from '@kinkeep/testing/test-secrets'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Four real server processes on one database, and an attacker who sends fifty guesses at once, to all of them, each
// under another X-Forwarded-For. What is counted in a process, or after an answer, does not survive this.

const deps = await createTestDeps()
const origin = deps.publicUrl
const password = 'a long password'
const guesses = 50

describe('from anywhere in the world', () => {
  const servers = startServers({ AUTH_LIMIT_PER_MINUTE: '1000000', CALL_LIMIT_PER_MINUTE: '1000000' })

  test('a password is tried ten times, and then not even the right one', async () => {
    const user = await newUser(deps, { password })
    const answers = await attack(servers, 'auth.signIn', (guess) => ({
      email: user.email,
      password: `guess ${guess}`,
    }))
    expect(countOf(answers)).toEqual({
      CREDENTIALS_WRONG: triesPerAddress.count,
      TOO_MANY_REQUESTS: guesses - triesPerAddress.count,
    })
    const { reason } = await call(servers[0], 'auth.signIn', { email: user.email, password })
    expect(reason).toBe('TOO_MANY_REQUESTS')
  })

  test('a second factor is tried three times, and then not even the right one', async () => {
    const user = await newUser(deps, { password })
    const totp = await newTotp(deps, user)
    const first = await call(servers[0], 'auth.signIn', { email: user.email, password })
    const challengeId = String(first.data.challengeId)
    const { cookie } = first
    const guess = (code: string) => ({ challengeId, way: 'totp', code })
    const right = await totp.code()
    const answers = await attack(
      servers,
      'auth.twoFactor.verify',
      (number) => guess(anotherCode(right, number)),
      cookie,
    )
    expect(countOf(answers)).toEqual({
      CODE_WRONG: limits.secondFactorTries,
      SECOND_FACTOR_LOCKED: guesses - limits.secondFactorTries,
    })
    const { reason } = await call(servers[1], 'auth.twoFactor.verify', guess(right), cookie)
    expect(reason).toBe('SECOND_FACTOR_LOCKED')
  })

  test('a new challenge gives no new tries at the second factor', async () => {
    const user = await newUser(deps, { password })
    const totp = await newTotp(deps, user)
    const right = await totp.code()
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        call(servers[number % 4], 'auth.signIn', { email: user.email, password }),
      ),
    )
    const answers = await Promise.all(
      begun.flatMap(({ data, cookie }, number) =>
        [1, 2, 3].map((guess) =>
          call(
            servers[(number + guess) % 4],
            'auth.twoFactor.verify',
            { challengeId: data.challengeId, way: 'totp', code: anotherCode(right, number * 3 + guess) },
            cookie,
          ),
        ),
      ),
    )
    expect(countOf(answers)).toEqual({ CODE_WRONG: 3, SECOND_FACTOR_LOCKED: 21 })
  })

  test('a code by SMS is tried three times, and then not even the right one', async () => {
    const user = await newUser(deps)
    const phone = await giveUserPhone(deps, user.id)
    const { data, cookie } = await call(servers[0], 'auth.phone.request', { phone, purpose: 'signIn' })
    const codeId = String(data.codeId)
    const right = (await deliverCode(deps, codeId)) ?? ''
    const answers = await attack(
      servers,
      'auth.phone.verify',
      (number) => ({ codeId, code: anotherCode(right, number) }),
      cookie,
    )
    expect(countOf(answers)).toEqual({
      CODE_WRONG: limits.codeTries,
      CODE_EXPIRED: guesses - limits.codeTries,
    })
    const { reason } = await call(servers[1], 'auth.phone.verify', { codeId, code: right }, cookie)
    expect(reason).toBe('CODE_EXPIRED')
  })

  test('a proof of who one is, is tried five times, and then not even the right one', async () => {
    const user = await newUser(deps, { password })
    const cookie = `kinkeep_session=${user.caller.sessionToken}`
    const answers = await attack(
      servers,
      'auth.reauthenticate',
      (number) => ({ method: 'password', password: `guess ${number}` }),
      cookie,
    )
    expect(countOf(answers)).toEqual({
      CREDENTIALS_WRONG: reauthenticationTries.count,
      TOO_MANY_REQUESTS: guesses - reauthenticationTries.count,
    })
    const right = { method: 'password', password }
    expect((await call(servers[0], 'auth.reauthenticate', right, cookie)).reason).toBe('TOO_MANY_REQUESTS')
  })

  test("the PIN of a guest's link is tried five times, and then not even the right one", async () => {
    const circle = await newCircle(deps)
    const pin = deps.random.digits(limits.pinLength)
    const scope = await scopeIn(deps, circle, circle.owner, 'guestLink.create')
    const { token } = await createGuestLink(deps, scope, {
      ...{ circleId: circle.id, name: 'Grandma Vera', pin, mayDownload: false },
    })
    const answers = await attack(servers, 'circles.guestLinks.enter', (number) => ({
      ...{ token, pin: anotherCode(pin, number) },
    }))
    expect(countOf(answers)).toEqual({
      PIN_WRONG: limits.pinTries,
      TOO_MANY_REQUESTS: guesses - limits.pinTries,
    })
    const { reason } = await call(servers[2], 'circles.guestLinks.enter', { token, pin })
    expect(reason).toBe('TOO_MANY_REQUESTS')
  })

  test('the password of a share link is tried five times, and then not even the right one', async () => {
    const circle = await newCircle(deps)
    const scope = await scopeIn(deps, circle, circle.owner, 'shareLink.create')
    const { token } = await createShareLink(
      deps,
      scope,
      shareContract.input.parse({
        ...{ circleId: circle.id, kind: 'range', from: '2025-01-01', to: '2025-12-31', password },
      }),
    )
    const answers = await attack(servers, 'keeps.shared.open', (number) => ({
      ...{ token, password: `guess ${number}` },
    }))
    expect(countOf(answers)).toEqual({
      SHARE_PASSWORD_WRONG: limits.pinTries,
      TOO_MANY_REQUESTS: guesses - limits.pinTries,
    })
    const { reason } = await call(servers[1], 'keeps.shared.open', { token, password })
    expect(reason).toBe('TOO_MANY_REQUESTS')
  })

  test("a reset's token is worth nothing but itself, and one reset however often it is sent at once", async () => {
    const user = await newUser(deps, { password })
    const token = deps.random.token()
    await deps.db
      .insertInto('emailTokens')
      .values({
        tokenHash: hashToken(token),
        purpose: 'password_reset',
        userId: user.id,
        email: user.email,
        createdAt: deps.clock.now(),
        expiresAt: new Date(deps.clock.now().getTime() + 3_600_000),
      })
      .execute()
    const close = (number: number) => `${token.slice(0, -1)}${'ABCDEFGHIJKLMNOP'[number % 16]}${number}`
    const wrong = await attack(servers, 'auth.confirmPasswordReset', (number) => ({
      token: close(number),
      password: 'quite another password',
    }))
    expect(countOf(wrong)).toEqual({ LINK_INVALID: guesses })
    const right = await attack(servers, 'auth.confirmPasswordReset', (number) => ({
      token,
      password: `quite another password ${number}`,
    }))
    expect(countOf(right).ok).toBe(1)
  })
})

describe('from one address', () => {
  const servers = startServers({ AUTH_LIMIT_PER_MINUTE: '5' })

  test('five calls a minute, whatever X-Forwarded-For says', async () => {
    const answers = await attack(servers, 'auth.signIn', () => ({ email: newEmail(), password: 'a guess' }))
    const { CREDENTIALS_WRONG: answered = 0, TOO_MANY_REQUESTS: refused = 0 } = countOf(answers)
    // One comes back every twelve seconds: a slow machine may see one more.
    expect(answered).toBeGreaterThanOrEqual(5)
    expect(answered).toBeLessThanOrEqual(6)
    expect(answered + refused).toBe(guesses)
  })
})

interface Answer {
  /** `ok`, or why it was refused. */
  reason: string
  data: Record<string, unknown>
  /** What the browser would send from now on. */
  cookie: string
}

interface Body {
  error?: { data: { reason: string } }
  result?: { data: Record<string, unknown> }
}

async function call(
  server: string | undefined,
  path: string,
  input: unknown,
  cookie = '',
  forwardedFor = '203.0.113.1',
): Promise<Answer> {
  const response = await fetch(`${server}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor, origin, cookie },
    body: JSON.stringify(input),
  })
  const body = (await response.json()) as Body
  const cookies = response.headers.getSetCookie().map((header) => header.split(';')[0])
  return {
    reason: body.error?.data.reason ?? 'ok',
    data: body.result?.data ?? {},
    cookie: [cookie, ...cookies].filter(Boolean).join('; '),
  }
}

/** Fifty calls at once, to every server in turn. */
function attack(servers: string[], path: string, input: (guess: number) => unknown, cookie = '') {
  return Promise.all(
    Array.from({ length: guesses }, (_, guess) =>
      call(servers[guess % servers.length], path, input(guess), cookie, `203.0.113.${guess}`),
    ),
  )
}

function countOf(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { reason } of answers) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

/** Six digits that are not the right ones. */
function anotherCode(right: string, number: number): string {
  return String((Number(right) + 1000 + number * 17) % 1_000_000).padStart(6, '0')
}

/** Origins of four server processes, for the tests of a `describe`; they take turns at being asked. */
function startServers(env: Record<string, string>): string[] {
  const children: ChildProcess[] = []
  const origins: string[] = []
  beforeAll(async () => {
    await deps.db.deleteFrom('rateLimits').execute()
    const { store } = await testServices()
    const settings = {
      ...inheritedEnv,
      ...testSecretSettings,
      DATABASE_URL: deps.databaseUrl,
      DATABASE_CONNECTIONS: '4',
      PUBLIC_URL: origin,
      S3_ENDPOINT: store.endpoint,
      S3_REGION: store.region,
      S3_BUCKET: store.bucket,
      S3_ACCESS_KEY_ID: store.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.secretAccessKey,
      LOG_LEVEL: 'silent',
      ...env,
    }
    const started = Array.from({ length: 4 }, async () => {
      const port = await freePort()
      const child = fork(new URL('./main.ts', import.meta.url), {
        env: { ...settings, PORT: String(port) },
        execArgv: [],
      })
      children.push(child)
      await once(child, 'message')
      origins.push(`http://127.0.0.1:${port}`)
    })
    await Promise.all(started)
  }, 60_000)
  afterAll(async () => {
    await Promise.all(
      children.map(async (child) => {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        await ended
      }),
    )
  })
  return origins
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
