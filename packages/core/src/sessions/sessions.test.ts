import { countStatements } from '@kinkeep/testing/count-statements'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { authenticate, requireUser } from '../accounts/access.ts'
import { openSession } from '../platform/sessions.ts'
import { listSessions, readSecurityOverview } from './queries.ts'
import { revokeOtherSessions } from './revoke-other-sessions.ts'
import { revokeSession } from './revoke-session.ts'

const deps = await createTestDeps()
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const day = 86_400_000

test('a person sees their browsers in words, the one used last first, and nobody else’s', async () => {
  const user = await newUser(deps)
  await newUser(deps)
  const other = await signInAgain(user, { userAgent: firefox, address: '198.51.100.7' })
  await moveUse(user.scope.sessionId, -day)
  const { items, nextCursor } = await listSessions(deps, user.scope, { limit: 20 })
  expect(nextCursor).toBeNull()
  expect(items.map(({ id }) => id)).toEqual([other.scope.sessionId, user.scope.sessionId])
  expect(items[0]).toMatchObject({
    device: { browser: 'Firefox', system: 'Windows', kind: 'desktop' },
    address: '198.51.100.7',
    isCurrent: false,
    isRemembered: true,
  })
  expect(items[1]?.isCurrent).toBe(true)
  expect(JSON.stringify(items)).not.toContain('tokenHash')
})

test('a long list comes in pages, without gap or double, also of one moment', async () => {
  const user = await newUser(deps)
  for (let count = 0; count < 4; count += 1) await signInAgain(user)
  await deps.db
    .updateTable('sessions')
    .set({ usedAt: deps.clock.now() })
    .where('userId', '=', user.id)
    .execute()
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listSessions(deps, user.scope, { limit: 2, cursor })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(5)
  expect(seen).toHaveLength(5)
})

test('what has expired is not shown', async () => {
  const user = await newUser(deps)
  const other = await signInAgain(user)
  await deps.db
    .updateTable('sessions')
    .set({ expiresAt: new Date(Date.now() - 3_600_000) })
    .where('id', '=', other.scope.sessionId)
    .execute()
  expect((await listSessions(deps, user.scope, { limit: 20 })).items).toHaveLength(1)
})

test('a browser is signed out from elsewhere, once, and it is written down', async () => {
  const user = await newUser(deps)
  const other = await signInAgain(user)
  const input = { sessionId: other.scope.sessionId }
  await revokeSession(deps, user.scope, input)
  expect(await authenticate(deps, other.caller)).toBeNull()
  expect(await authenticate(deps, user.caller)).not.toBeNull()
  expect(await auditOf(user)).toEqual([{ action: 'session.revoked', subjectId: other.scope.sessionId }])
  await expect(revokeSession(deps, user.scope, input)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('a stranger’s session is as one that does not exist, and goes on', async () => {
  const user = await newUser(deps)
  const stranger = await newUser(deps)
  for (const sessionId of [user.scope.sessionId, deps.random.id()]) {
    await expect(revokeSession(deps, stranger.scope, { sessionId })).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
  }
  expect(await authenticate(deps, user.caller)).not.toBeNull()
  expect(await auditOf(stranger)).toEqual([])
})

test('all others are signed out at once; this one and other people stay', async () => {
  const [user, stranger] = [await newUser(deps), await newUser(deps)]
  const others = [await signInAgain(user), await signInAgain(user)]
  expect(await revokeOtherSessions(deps, user.scope)).toEqual({ revoked: 2 })
  for (const { caller } of others) expect(await authenticate(deps, caller)).toBeNull()
  for (const { caller } of [user, stranger]) expect(await authenticate(deps, caller)).not.toBeNull()
  expect(await auditOf(user)).toHaveLength(2)
  expect(await revokeOtherSessions(deps, user.scope)).toEqual({ revoked: 0 })
})

test('two browsers that sign each other out both end, or one does: never an error', async () => {
  const user = await newUser(deps)
  const other = await signInAgain(user)
  const results = await Promise.all([
    revokeOtherSessions(deps, user.scope),
    revokeOtherSessions(deps, other.scope),
  ])
  expect(results.map(({ revoked }) => revoked).reduce((a, b) => a + b)).toBeGreaterThan(0)
})

test('the overview counts what protects the account, in one statement, and only its own', async () => {
  const user = await newUser(deps, { password: 'a long password' })
  const stranger = await newUser(deps)
  const old = await signInAgain(user)
  await moveUse(old.scope.sessionId, -15 * day)
  await moveUse(user.scope.sessionId, -15 * day)
  const { result, statements } = await countStatements(deps, (counted) =>
    readSecurityOverview(counted, user.scope),
  )
  expect(statements).toBe(1)
  expect(result).toEqual({
    level: 'fair',
    email: user.email,
    hasPassword: true,
    hasPhone: false,
    passkeys: 0,
    identities: 0,
    factors: [],
    recoveryCodesLeft: 0,
    sessions: 2,
    oldSessions: 1,
    tokens: 0,
  })
  expect(await readSecurityOverview(deps, stranger.scope)).toMatchObject({
    level: 'weak',
    hasPassword: false,
    sessions: 1,
    oldSessions: 0,
  })
})

/** The same person in another browser. */
async function signInAgain(user: TestUser, place: { userAgent?: string; address?: string } = {}) {
  const { token } = await deps.transaction((tx) =>
    openSession(tx, deps.random, {
      userId: user.id,
      remembered: true,
      place: { address: '192.0.2.1', ...place },
    }),
  )
  const caller = newCaller({ sessionToken: token })
  return { caller, scope: (await requireUser(deps, caller)).scope }
}

async function moveUse(sessionId: string, milliseconds: number): Promise<void> {
  await deps.db
    .updateTable('sessions')
    .set({ usedAt: new Date(deps.clock.now().getTime() + milliseconds) })
    .where('id', '=', sessionId)
    .execute()
}

function auditOf({ id }: TestUser) {
  return deps.db
    .selectFrom('auditEntries')
    .select(['action', 'subjectId'])
    .where('actorId', '=', id)
    .execute()
}
