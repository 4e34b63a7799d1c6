import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { limits } from '@kinkeep/contracts/limits'
import { removeMember } from '@kinkeep/core/circles/remove-member'
import { publish } from '@kinkeep/core/platform/events'
import { newCircle, newMember, scopeIn } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from './app.ts'

const origin = 'https://kinkeep.test'
const deps = await createTestDeps()

interface TestAppOptions {
  auth?: number
  calls?: number
  trustedProxies?: string[]
  webRoot?: string
  streamSeconds?: number
}

async function openApp(options: TestAppOptions = {}) {
  const app = await buildApp(deps, {
    storeOrigin: 'https://store.test',
    trustedProxies: options.trustedProxies,
    webRoot: options.webRoot,
    streamSeconds: options.streamSeconds,
    limits: {
      auth: { count: options.auth ?? 1000, seconds: 60 },
      calls: { count: options.calls ?? 1000, seconds: 60 },
    },
  })
  onTestFinished(() => app.close())
  return app
}

function cookieOf(user: TestUser) {
  return { cookie: `kinkeep_session=${user.caller.sessionToken}` }
}

function post(app: FastifyInstance, path: string, payload: object, headers: Record<string, string> = {}) {
  return app.inject({ method: 'POST', url: `/trpc/${path}`, payload, headers: { origin, ...headers } })
}

function get(app: FastifyInstance, path: string, input: unknown, headers: Record<string, string> = {}) {
  const query = { input: JSON.stringify(input) }
  return app.inject({ method: 'GET', url: `/trpc/${path}`, query, headers })
}

test('answers carry the headers that keep a page from being framed, sniffed or scripted', async () => {
  const app = await openApp()
  const { headers } = await app.inject('/health')
  expect(headers['content-security-policy']).toContain("script-src 'self';")
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['strict-transport-security']).toMatch(/max-age=\d{8}/)
  expect(headers['cross-origin-opener-policy']).toBe('same-origin')
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('no-referrer')
})

test('the session cookie is out of reach of scripts, other sites and plain HTTP', async () => {
  const app = await openApp()
  const user = await newUser(deps, { password: 'a long password' })
  const answer = await post(app, 'auth.signIn', { email: user.email, password: 'a long password' })
  expect(answer.json()).toEqual({ result: { data: { status: 'signedIn' } } })
  const cookie = answer.cookies.find(({ name }) => name === 'kinkeep_session')
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  expect(cookie?.maxAge).toBe(30 * 24 * 60 * 60)

  const passing = await post(app, 'auth.signIn', {
    email: user.email,
    password: 'a long password',
    remember: false,
  })
  expect(passing.cookies.find(({ name }) => name === 'kinkeep_session')?.maxAge).toBeUndefined()
})

test('whichever call prolongs a session renews its cookie', async () => {
  const app = await openApp()
  const circle = await newCircle(deps)
  const half = new Date(Date.now() + 14 * 24 * 60 * 60 * 1000)
  const paths = ['/trpc/users.me', '/trpc/circles.list', `/media/${circle.id}/${circle.id}/preview`]
  for (const url of paths) {
    await deps.db
      .updateTable('sessions')
      .set({ expiresAt: half })
      .where('userId', '=', circle.owner.id)
      .execute()
    const { cookies } = await app.inject({ url, headers: cookieOf(circle.owner) })
    const cookie = cookies.find(({ name }) => name === 'kinkeep_session')
    expect([url, cookie?.maxAge]).toEqual([url, 30 * 24 * 60 * 60])
  }
})

test.each([
  ['none', {}],
  ['a stranger’s', { origin: 'https://evil.test' }],
  ['a subdomain’s', { origin: 'https://a.kinkeep.test' }],
  ['an opaque one', { origin: 'null' }],
])('a mutation with the origin of %s is refused', async (_, headers) => {
  const app = await openApp()
  const user = await newUser(deps)
  const answer = await app.inject({
    method: 'POST',
    url: '/trpc/circles.create',
    payload: { name: 'Forged' },
    headers: { ...cookieOf(user), ...headers },
  })
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([403, 'NOT_ALLOWED_ORIGIN'])
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a mutation sent as %s is refused',
  async (type) => {
    const app = await openApp()
    const user = await newUser(deps)
    const answer = await app.inject({
      method: 'POST',
      url: '/trpc/circles.create',
      payload: '{"name":"Forged"}',
      headers: { origin, ...cookieOf(user), 'content-type': type },
    })
    expect(answer.json().error.data.reason).toBe('INVALID_INPUT')
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  },
)

test('a mutation by GET is refused', async () => {
  const app = await openApp()
  const user = await newUser(deps)
  const answer = await get(app, 'circles.create', { name: 'Forged' }, cookieOf(user))
  expect(answer.statusCode).toBe(405)
})

test.each([
  ['malformed', '{"name":', 400, 'INVALID_INPUT'],
  ['too large', JSON.stringify({ name: 'x'.repeat(300_000) }), 413, 'TOO_LARGE'],
  ['fifty levels deep', `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`, 400, 'INVALID_INPUT'],
  ['poisoned', '{"name":"A","__proto__":{"role":"owner"}}', 400, 'INVALID_INPUT'],
])('JSON that is %s is refused in the shape of every error', async (_, payload, status, reason) => {
  const app = await openApp()
  const user = await newUser(deps)
  const answer = await app.inject({
    method: 'POST',
    url: '/trpc/circles.create',
    payload,
    headers: { origin, ...cookieOf(user), 'content-type': 'application/json' },
  })
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([status, reason])
  expect(answer.json().error.data.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(answer.body).not.toMatch(/stack|node_modules|zod/i)
})

test('a batch answers each call by itself, and one of too many calls is refused whole', async () => {
  const app = await openApp()
  const user = await newUser(deps)
  const url = '/trpc/circles.list,keeps.nothing,circles.get?batch=1'
  const query = `&input=${encodeURIComponent(JSON.stringify({ 0: {}, 2: { circleId: 'x' } }))}`
  const mixed = await app.inject({ url: url + query, headers: cookieOf(user) })
  expect(mixed.statusCode).toBe(207)
  expect(mixed.json()).toMatchObject([
    { result: { data: { items: [], nextCursor: null } } },
    { error: { data: { reason: 'NOT_FOUND' } } },
    { error: { data: { reason: 'INVALID_INPUT', fields: { circleId: ['invalid'] } } } },
  ])

  const paths = Array(limits.batchCalls + 1)
    .fill('users.me')
    .join(',')
  const crowd = await app.inject({ url: `/trpc/${paths}?batch=1` })
  expect([crowd.statusCode, crowd.json()[0].error.data.reason]).toEqual([400, 'TOO_MANY_CALLS'])
})

test('an inherited name is no procedure', async () => {
  const app = await openApp()
  for (const path of ['constructor', '__proto__', 'toString', 'circles']) {
    expect((await get(app, path, {})).statusCode).toBe(404)
  }
})

test('a forged X-Forwarded-For opens no new allowance; a trusted proxy’s is believed', async () => {
  const tries = async (app: FastifyInstance, address: string) => {
    const statuses = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        app.inject({
          method: 'POST',
          url: '/trpc/auth.signIn',
          remoteAddress: address,
          payload: { email: newEmail(), password: 'x' },
          headers: { origin, 'x-forwarded-for': `203.0.113.${index}` },
        }),
      ),
    )
    return statuses.filter(({ statusCode }) => statusCode === 429).length
  }
  expect(await tries(await openApp({ auth: 5 }), '198.51.100.1')).toBe(3)
  expect(await tries(await openApp({ auth: 5, trustedProxies: ['198.51.100.2'] }), '198.51.100.2')).toBe(0)
})

test('a refused call says when to come back', async () => {
  const app = await openApp({ calls: 2 })
  const user = await newUser(deps)
  const call = () => get(app, 'circles.list', {}, cookieOf(user))
  await call()
  await call()
  const refused = await call()
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
})

test('a picture is for those who may see it, and goes from the store to the browser', async () => {
  const app = await openApp()
  const circle = await newCircle(deps)
  const answer = await app.inject({
    url: `/media/${circle.id}/${deps.random.id()}/thumbnail`,
    headers: cookieOf(circle.owner),
  })
  expect(answer.statusCode).toBe(404)
  const anonymous = await app.inject(`/media/${circle.id}/${deps.random.id()}/original`)
  expect([anonymous.statusCode, anonymous.json().error.data.reason]).toEqual([404, 'NOT_FOUND'])
  expect((await app.inject('/media/../../etc/passwd/original')).statusCode).toBe(404)
})

test('what is not there is not there: no stack, no framework’s own page', async () => {
  const app = await openApp()
  const answer = await app.inject('/nothing/here')
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([404, 'NOT_FOUND'])
})

test('what breaks inside is INTERNAL, and never Postgres’s own words', async () => {
  const own = await createTestDeps()
  const app = await buildApp(own, {
    storeOrigin: 'https://store.test',
    limits: { auth: { count: 9, seconds: 1 }, calls: { count: 9, seconds: 1 } },
  })
  onTestFinished(() => app.close())
  const user = await newUser(own)
  const owner = new pg.Client({ connectionString: own.ownerUrl })
  await owner.connect()
  await owner.query('alter table sessions rename to sessions_gone')
  await owner.end()
  const broken = await get(app, 'circles.list', {}, cookieOf(user))
  expect([broken.statusCode, broken.json().error.data.reason]).toEqual([500, 'INTERNAL'])
  expect(broken.body).not.toContain('sessions')
})

test('a stream says what happens, catches up after a gap, and ends for whoever is removed', async () => {
  await deps.hub.start()
  const app = await openApp()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const events = readEvents(app, member, { circleId: circle.id })
  expect((await events.next()).value).toContain('event: connected')

  const first = await newKeep(deps, circle, circle.owner)
  expect((await events.next()).value).toBe(`data: {"type":"keep.changed","keepId":"${first.id}"}\nid: 1`)
  await events.return(undefined)

  const missed = await newKeep(deps, circle, circle.owner)
  const again = readEvents(app, member, { circleId: circle.id, lastEventId: '1' })
  expect((await again.next()).value).toContain('event: connected')
  expect((await again.next()).value).toContain(missed.id)

  const scope = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, scope, { circleId: circle.id, userId: member.id })
  expect((await again.next()).value).toContain('member.removed')
  expect((await again.next()).value).toContain('event: return')
  expect((await again.next()).done).toBe(true)
  expect((await get(app, 'circles.get', { circleId: circle.id }, cookieOf(member))).statusCode).toBe(404)
})

test('a stream ends with its session', async () => {
  await deps.hub.start()
  const app = await openApp()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const circle = await newCircle(deps)
  const events = readEvents(app, circle.owner, { circleId: circle.id })
  await events.next()
  await post(app, 'auth.signOut', {}, cookieOf(circle.owner))
  expect((await events.next()).value).toContain('event: return')
})

test('a stream outlives a session that ended without a word only for so long', async () => {
  await deps.hub.start()
  const app = await openApp({ streamSeconds: 0.5 })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const circle = await newCircle(deps)
  await deps.transaction((tx) => publish(tx, circle.id, { type: 'circle.changed' }))
  const events = readEvents(app, circle.owner, { circleId: circle.id, lastEventId: '0' })
  // Until it has looked at its session for the last time.
  await events.next()
  expect((await events.next()).value).toContain('circle.changed')
  await deps.db.deleteFrom('sessions').where('userId', '=', circle.owner.id).execute()

  // Broken off and not ended, so that a browser whose session lasts goes on where it was.
  await expect(events.next()).rejects.toThrow('terminated')
  const again = readEvents(app, circle.owner, { circleId: circle.id })
  await again.next()
  expect((await again.next()).value).toContain('NOT_SIGNED_IN')
})

test('a server that stops breaks its streams off, so that browsers open them elsewhere', async () => {
  await deps.hub.start()
  const app = await openApp()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const circle = await newCircle(deps)
  const events = readEvents(app, circle.owner, { circleId: circle.id })
  await events.next()

  const [, end] = await Promise.allSettled([app.close(), events.next()])
  // A polite end would say `event: return`, and the browser would not come back.
  expect(end.status).toBe('rejected')
})

test('long answers are compressed for whoever can read that', async () => {
  const app = await openApp()
  const circle = await newCircle(deps)
  for (let index = 0; index < 5; index++) await newKeep(deps, circle, circle.owner)
  const query = { input: JSON.stringify({ circleId: circle.id, limit: 20 }) }
  const ask = (headers: Record<string, string>) =>
    app.inject({ url: '/trpc/keeps.list', query, headers: { ...cookieOf(circle.owner), ...headers } })

  const plain = await ask({})
  const packed = await ask({ 'accept-encoding': 'gzip, br' })
  expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'br'])
  expect(packed.headers.vary).toContain('accept-encoding')
  expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(plain.body)
})

test('pages, files and what is neither: cached by name, compressed, never somebody else’s file', async () => {
  const webRoot = await mkdtemp(path.join(tmpdir(), 'kinkeep-web-'))
  onTestFinished(() => rm(webRoot, { recursive: true }))
  const script = 'console.log(1)\n'.repeat(200)
  await mkdir(path.join(webRoot, 'assets'))
  await writeFile(path.join(webRoot, 'index.html'), '<!doctype html><title>Kinkeep</title>')
  await writeFile(path.join(webRoot, 'assets/a-1a2b3c.js'), script)
  await writeFile(path.join(webRoot, 'assets/a-1a2b3c.js.gz'), gzipSync(script))
  await writeFile(path.join(webRoot, '../outside.txt'), 'secret')
  const asks = '/trpc/users.me,circles.get?batch=1&input=%7B%22circleId%22%3A%22%24circleId%22%7D'
  const pages = [
    { path: '/c/$circleId', asks, scripts: ['assets/c.js'], texts: { en: ['en.js'], ru: ['ru.js'] } },
  ]
  await writeFile(path.join(webRoot, 'pages.json'), JSON.stringify(pages))
  const app = await openApp({ webRoot })
  const page = { accept: 'text/html' }

  const file = await app.inject({ url: '/assets/a-1a2b3c.js', headers: { 'accept-encoding': 'gzip' } })
  expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(file.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(file.rawPayload).toString()).toBe(script)

  for (const url of ['/', '/c/1/settings', '/invitations/abc']) {
    const answer = await app.inject({ url, headers: page })
    expect([url, answer.statusCode, answer.headers['cache-control']]).toEqual([url, 200, 'no-cache'])
    expect(answer.body).toContain('<title>Kinkeep</title>')
  }
  const links = async (url: string, language: string) =>
    (await app.inject({ url, headers: { ...page, 'accept-language': language } })).headers.link
  expect(await links('/c/1?photo=2', 'de, ru-RU;q=0.8, en;q=0.5')).toBe(
    '</trpc/users.me,circles.get?batch=1&input=%7B%22circleId%22%3A%221%22%7D>; rel=preload; as=fetch; crossorigin, ' +
      '</assets/c.js>; rel=modulepreload, </ru.js>; rel=modulepreload',
  )
  expect(await links('/c/%3E;rel=x', 'en')).toBe(
    '</assets/c.js>; rel=modulepreload, </en.js>; rel=modulepreload',
  )
  expect(await links('/c/1', 'de')).toContain('</en.js>')
  expect(await links('/c/1/settings', 'en')).toBeUndefined()
  for (const url of ['/assets/gone.js', '/trpc/nothing', '/..%2foutside.txt', '/%2e%2e/outside.txt']) {
    const answer = await app.inject({ url, headers: url.startsWith('/trpc') ? page : {} })
    expect([url, answer.statusCode, answer.body.includes('secret')]).toEqual([url, expect.any(Number), false])
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  }
})

/** Reads a stream over a real socket, block by block. */
async function* readEvents(app: FastifyInstance, user: TestUser, input: object) {
  const address = app.server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const query = encodeURIComponent(JSON.stringify(input))
  const response = await fetch(`http://127.0.0.1:${port}/trpc/circles.onEvent?input=${query}`, {
    headers: { ...cookieOf(user), accept: 'text/event-stream' },
  })
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    yield* blocks.map((block) => block.trim()).filter((block) => block !== '')
  }
}
