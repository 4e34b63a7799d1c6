import { limits } from '@kinkeep/contracts/limits'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { authenticate, requireFreshUser } from '../accounts/access.ts'
import { endSessions } from '../platform/sessions.ts'
import { hashToken } from '../platform/token-hash.ts'
import { createToken } from './create-token.ts'
import { listSessions, listTokens } from './queries.ts'
import { revokeOtherSessions } from './revoke-other-sessions.ts'
import { revokeSession } from './revoke-session.ts'
import { revokeToken } from './revoke-token.ts'

const deps = await createTestDeps()
const wanted = { name: 'Backup', scopes: ['keeps:read' as const], expiresInDays: 30 }

test('a token is shown once and kept as a hash, and its list says what it is for', async () => {
  const user = await newUser(deps)
  const { token, view } = await make(user)
  expect(token).toMatch(/^kk_[\w-]{43}$/)
  expect(view).toMatchObject({ name: 'Backup', scopes: ['keeps:read'], usedAt: null, address: null })
  expect(Date.parse(view.expiresAt) - Date.parse(view.createdAt)).toBe(30 * 86_400_000)
  expect(await listTokens(deps, user.scope)).toEqual({ items: [view] })
  const row = await deps.db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', view.id)
    .executeTakeFirstOrThrow()
  expect(row.tokenHash).toEqual(hashToken(token))
  expect(JSON.stringify(row)).not.toContain(token.slice(3))
})

test('it acts as its owner where its scope reaches, and says from its first use on when and where', async () => {
  const user = await newUser(deps)
  const { token } = await make(user)
  const found = await authenticate(deps, program(token))
  expect(found?.scope.userId).toBe(user.id)
  const [listed] = (await listTokens(deps, user.scope)).items
  expect(listed).toMatchObject({ address: '203.0.113.9' })
  expect(listed?.usedAt).not.toBeNull()
})

test('a session that ended after it was proven makes no token that would outlive it', async () => {
  const user = await newUser(deps)
  const { scope } = await requireFreshUser(deps, user.caller)
  await deps.transaction((tx) => endSessions(tx, user.id))
  await expect(createToken(deps, scope, wanted)).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
})

test('another scope, and none, is too low', async () => {
  const { token } = await make(await newUser(deps))
  for (const tokenScope of ['keeps:write', 'circles:read', undefined] as const) {
    await expect(authenticate(deps, { ...program(token), tokenScope })).rejects.toMatchObject({
      reason: 'TOKEN_SCOPE_TOO_LOW',
    })
  }
})

test('a token is no cookie, and a cookie no token', async () => {
  const user = await newUser(deps)
  const { token } = await make(user)
  expect(await authenticate(deps, newCaller({ sessionToken: token }))).toBeNull()
  expect(await authenticate(deps, program(user.caller.sessionToken))).toBeNull()
})

test('a program is never fresh, however new its token', async () => {
  const { token } = await make(await newUser(deps))
  await expect(requireFreshUser(deps, program(token))).rejects.toMatchObject({
    reason: 'REAUTHENTICATION_REQUIRED',
  })
})

test('revoked, expired, ended with all sessions, or of somebody deactivated: it is nobody’s', async () => {
  const user = await newUser(deps)
  const [revoked, expired, ended] = [await make(user), await make(user), await make(user)]
  await revokeToken(deps, user.scope, { tokenId: revoked.view.id })
  await deps.db
    .updateTable('sessions')
    .set({ expiresAt: new Date(Date.now() - 3_600_000) })
    .where('id', '=', expired.view.id)
    .execute()
  expect(await authenticate(deps, program(revoked.token))).toBeNull()
  expect(await authenticate(deps, program(expired.token))).toBeNull()
  expect((await listTokens(deps, user.scope)).items.map(({ id }) => id)).toEqual([ended.view.id])
  await deps.transaction((tx) => endSessions(tx, user.id, { keep: user.scope.sessionId }))
  expect(await authenticate(deps, program(ended.token))).toBeNull()

  const other = await newUser(deps)
  const { token } = await make(other)
  await deps.db
    .updateTable('users')
    .set({ deactivatedAt: deps.clock.now() })
    .where('id', '=', other.id)
    .execute()
  expect(await authenticate(deps, program(token))).toBeNull()
})

test('its life is never prolonged', async () => {
  const user = await newUser(deps)
  const { token, view } = await make(user)
  const expiresAt = new Date(Date.now() + 60_000)
  await deps.db.updateTable('sessions').set({ expiresAt }).where('id', '=', view.id).execute()
  await authenticate(deps, {
    ...program(token),
    onProlonged: () => expect.unreachable('a program has no cookie'),
  })
  const [listed] = (await listTokens(deps, user.scope)).items
  expect(listed?.expiresAt).toBe(expiresAt.toISOString())
})

test('a stranger revokes nobody’s, and neither list nor revocation mixes browsers and programs', async () => {
  const [user, stranger] = [await newUser(deps), await newUser(deps)]
  const { token, view } = await make(user)
  const notFound = { reason: 'NOT_FOUND' }
  await expect(revokeToken(deps, stranger.scope, { tokenId: view.id })).rejects.toMatchObject(notFound)
  await expect(revokeSession(deps, user.scope, { sessionId: view.id })).rejects.toMatchObject(notFound)
  const tokenId = user.scope.sessionId
  await expect(revokeToken(deps, user.scope, { tokenId })).rejects.toMatchObject(notFound)
  expect((await listTokens(deps, stranger.scope)).items).toEqual([])
  expect((await listSessions(deps, user.scope, { limit: 20 })).items).toHaveLength(1)
  await revokeOtherSessions(deps, user.scope)
  expect(await authenticate(deps, program(token))).not.toBeNull()
})

test('of many made at once no more than the limit is', async () => {
  const user = await newUser(deps)
  const { scope } = await requireFreshUser(deps, user.caller)
  const made = await Promise.allSettled(
    Array.from({ length: limits.accessTokensPerUser + 5 }, () => createToken(deps, scope, wanted)),
  )
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(limits.accessTokensPerUser)
  await expect(createToken(deps, scope, wanted)).rejects.toMatchObject({ reason: 'TOO_MANY_TOKENS' })
})

test('making and revoking one is written down', async () => {
  const user = await newUser(deps)
  const { view } = await make(user)
  await revokeToken(deps, user.scope, { tokenId: view.id })
  const entries = await deps.db
    .selectFrom('auditEntries')
    .select(['action', 'subjectId'])
    .where('actorId', '=', user.id)
    .orderBy('id')
    .execute()
  expect(entries).toEqual([
    { action: 'token.created', subjectId: view.id },
    { action: 'token.revoked', subjectId: view.id },
  ])
})

async function make(user: TestUser) {
  const { scope } = await requireFreshUser(deps, user.caller)
  return createToken(deps, scope, wanted)
}

function program(token: string) {
  return newCaller({
    sessionToken: token,
    isProgram: true,
    tokenScope: 'keeps:read',
    address: '203.0.113.9',
  })
}
