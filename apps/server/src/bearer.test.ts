import { type TokenScope, tokenScopeOf } from '@kinkeep/contracts/token-scopes'
import { requireFreshUser } from '@kinkeep/core/accounts/access'
import { createToken } from '@kinkeep/core/sessions/create-token'
import { revokeToken } from '@kinkeep/core/sessions/revoke-token'
import { newArchive } from '@kinkeep/testing/new-archive'
import { newCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { buildApp } from './app.ts'
import { appRouter } from './router.ts'
import { proceduresOf } from './trpc/procedures-of.ts'

const deps = await createTestDeps()
const limit = { count: 1000, seconds: 60 }
const app = await buildApp(deps, {
  storeOrigin: 'https://store.test',
  trustedProxies: undefined,
  webRoot: undefined,
  streamSeconds: undefined,
  limits: { auth: limit, calls: limit },
})
const origin = 'https://kinkeep.test'

test('a program reads and writes within its scopes, without an Origin, and is given no cookie', async () => {
  const circle = await newCircle(deps)
  const token = await tokenOf(circle.owner, ['keeps:read', 'keeps:write'])
  const made = await post('keeps.create', { circleId: circle.id, kind: 'note', body: 'By a program.' }, token)
  expect(made.statusCode).toBe(200)
  const read = await get('keeps.list', { circleId: circle.id }, token)
  expect(read.json().result.data.items).toHaveLength(1)
  for (const { headers } of [made, read]) expect(headers['set-cookie']).toBeUndefined()
})

test('a scope too low is refused by name, whatever the circle', async () => {
  const circle = await newCircle(deps)
  const token = await tokenOf(circle.owner, ['keeps:read'])
  const answers = [
    await post('keeps.create', { circleId: circle.id, kind: 'note', body: 'No.' }, token),
    await get('circles.list', {}, token),
    await get('users.me', undefined, token),
    await post('users.update', { name: 'New' }, token),
  ]
  expect(answers.map(reasonOf)).toEqual(Array(4).fill('TOKEN_SCOPE_TOO_LOW'))
})

test('nothing of signing in is open to a program, with any scopes and with none', async () => {
  const user = await newUser(deps)
  const token = await tokenOf(user, ['users:read', 'circles:read', 'circles:write', 'keeps:write'])
  for (const bearer of [token, 'kk_nobodys']) {
    const answers = [
      await get('auth.sessions.list', {}, bearer),
      await get('auth.tokens.list', undefined, bearer),
      await post('auth.tokens.create', { name: 'More', scopes: ['keeps:read'], expiresInDays: 1 }, bearer),
      await post('auth.sessions.revokeOthers', {}, bearer),
      await post('auth.reauthenticate', { method: 'password', password: 'x' }, bearer),
      await post('auth.signIn', { email: user.email, password: 'x' }, bearer),
      await post('auth.signOut', {}, bearer),
    ]
    expect(answers.map(reasonOf)).toEqual(Array(7).fill('TOKEN_SCOPE_TOO_LOW'))
    for (const { headers } of answers) expect(headers['set-cookie']).toBeUndefined()
  }
  expect((await get('users.me', undefined, token)).json().result.data.id).toBe(user.id)
})

test('a program that writes hands nothing out that it may not read, to nobody and not to itself', async () => {
  const circle = await newCircle(deps)
  const { id: keepId } = await newKeep(deps, circle, circle.owner)
  const token = await tokenOf(circle.owner, ['keeps:read', 'keeps:write', 'circles:write'])
  const { id: circleId } = circle
  const archive = { circleId: circle.id, exportId: (await newArchive(deps, circle, circle.owner)).id }
  const answers = [
    await post('keeps.shareLinks.create', { circleId: circle.id, kind: 'keep', keepId }, token),
    await post('keeps.exports.download', archive, token),
    await post('keeps.books.download', archive, token),
    await post('circles.guestLinks.create', { circleId, name: 'Vera' }, token),
    await post('circles.invitations.send', { circleId, email: 'a@b.test', role: 'admin' }, token),
    await post('circles.invitations.resend', { circleId, invitationId: deps.random.id() }, token),
    await post('circles.invitations.createLink', { circleId, role: 'member', maxUses: 1, days: 1 }, token),
    await post('circles.calendar.createFeed', { circleId, name: 'Phone' }, token),
  ]
  expect(answers.map(reasonOf)).toEqual(answers.map(() => 'TOKEN_SCOPE_TOO_LOW'))
})

test('no answer to a program holds a token, nor an address but where to send to and a paper for a minute', () => {
  const outputs = proceduresOf(appRouter).flatMap(([path, { _def: definition }]) => {
    const isOpen = tokenScopeOf(path, definition.type) !== undefined
    const schema = 'output' in definition ? definition.output : undefined
    return isOpen && schema instanceof z.ZodType ? [{ path, schema }] : []
  })
  expect(outputs.length).toBeGreaterThan(50)
  const telling = outputs.filter(({ schema }) =>
    /"(token|url)":/.test(JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' }))),
  )
  expect(telling.map(({ path }) => path)).toEqual([
    'circles.children.uploadConsentPaper',
    'circles.children.readConsentPaper',
    'keeps.imports.requestParts',
    'media.requestUpload',
    'media.requestParts',
  ])
})

test('what needs a fresh proof is closed to programs that may change things', async () => {
  const circle = await newCircle(deps)
  const token = await tokenOf(circle.owner, ['circles:write'])
  expect(reasonOf(await post('circles.delete', { circleId: circle.id }, token))).toBe(
    'REAUTHENTICATION_REQUIRED',
  )
})

test('a token is no cookie, a cookie no token, and beside a token no cookie is looked at', async () => {
  const user = await newUser(deps)
  const token = await tokenOf(user, ['users:read'])
  const asCookie = await app.inject({
    url: '/trpc/users.me',
    headers: { cookie: `kinkeep_session=${token}` },
  })
  expect(asCookie.json().result.data).toBeNull()
  expect((await get('users.me', undefined, user.caller.sessionToken)).json().result.data).toBeNull()

  const cookie = `kinkeep_session=${user.caller.sessionToken}`
  for (const authorization of ['Bearer kk_nobodys', 'Bearer a b', 'Bearer ']) {
    const both = await app.inject({
      method: 'POST',
      url: '/trpc/circles.create',
      payload: { name: 'Forged' },
      headers: { cookie, authorization },
    })
    expect(['NOT_SIGNED_IN', 'NOT_ALLOWED_ORIGIN']).toContain(reasonOf(both))
  }
})

test('a revoked token, and one of somebody deactivated, is nobody’s at once', async () => {
  const user = await newUser(deps)
  const { scope } = await requireFreshUser(deps, user.caller)
  const wanted = { name: 'One', scopes: ['circles:read' as const], expiresInDays: 1 }
  const [revoked, other] = [await createToken(deps, scope, wanted), await createToken(deps, scope, wanted)]
  await revokeToken(deps, user.scope, { tokenId: revoked.view.id })
  expect(reasonOf(await get('circles.list', {}, revoked.token))).toBe('NOT_SIGNED_IN')
  expect((await get('circles.list', {}, other.token)).statusCode).toBe(200)
  await deps.db
    .updateTable('users')
    .set({ deactivatedAt: deps.clock.now() })
    .where('id', '=', user.id)
    .execute()
  expect(reasonOf(await get('circles.list', {}, other.token))).toBe('NOT_SIGNED_IN')
})

test('another’s circle is as far away for a program as for its owner', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner)
  const token = await tokenOf(await newUser(deps), ['keeps:read'])
  const answer = await get('keeps.get', { circleId: circle.id, keepId: keep.id }, token)
  expect(reasonOf(answer)).toBe('NOT_FOUND')
})

test('a token is made by a page of ours alone, and never longer than a year', async () => {
  const user = await newUser(deps)
  const cookie = `kinkeep_session=${user.caller.sessionToken}`
  const ask = (payload: object, headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/trpc/auth.tokens.create', payload, headers: { cookie, ...headers } })
  const wanted = { name: 'One', scopes: ['circles:read'], expiresInDays: 366 }
  expect(reasonOf(await ask(wanted, { origin: 'https://evil.test' }))).toBe('NOT_ALLOWED_ORIGIN')
  expect(reasonOf(await ask({ ...wanted, expiresInDays: 367 }, { origin }))).toBe('INVALID_INPUT')
  expect(reasonOf(await ask({ ...wanted, scopes: ['auth:write'] }, { origin }))).toBe('INVALID_INPUT')
  const made = await ask(wanted, { origin })
  expect(made.json().result.data.token).toMatch(/^kk_/)
  expect(made.headers['cache-control']).toBe('no-store')
})

async function tokenOf(user: TestUser, scopes: TokenScope[]): Promise<string> {
  const { scope } = await requireFreshUser(deps, user.caller)
  return (await createToken(deps, scope, { name: 'Test', scopes, expiresInDays: 1 })).token
}

function post(path: string, payload: object, token: string) {
  const headers = { authorization: `Bearer ${token}` }
  return app.inject({ method: 'POST', url: `/trpc/${path}`, payload, headers })
}

function get(path: string, input: unknown, token: string) {
  const query: Record<string, string> = input === undefined ? {} : { input: JSON.stringify(input) }
  const headers = { authorization: `Bearer ${token}` }
  return app.inject({ method: 'GET', url: `/trpc/${path}`, query, headers })
}

function reasonOf(answer: { json(): { error?: { data: { reason: string } } } }): string {
  return answer.json().error?.data.reason ?? 'ok'
}
