import { countStatements } from '@kinkeep/testing/count-statements'
import { newCaller, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test, vi } from 'vitest'
import { hashToken } from '../platform/token-hash.ts'
import { authenticate, type Caller, requireUser } from './access.ts'
import { handleSweepAccounts } from './handlers.ts'
import { readMe } from './queries.ts'
import { signOut } from './sign-out.ts'
import { updateUser } from './update-user.ts'

const deps = await createTestDeps()
const day = 86_400_000

test('a session proves who calls, in one statement', async () => {
  const user = await newUser(deps, { name: 'Vera' })
  const { result, statements } = await countStatements(deps, (counted) => readMe(counted, user.caller))
  expect(result).toMatchObject({ id: user.id, email: user.email, name: 'Vera' })
  expect(statements).toBe(1)
})

test('without a session, and with one that nobody has, nobody is signed in', async () => {
  for (const caller of [newCaller(), newCaller({ sessionToken: 'x'.repeat(43) })]) {
    expect(await readMe(deps, caller)).toBeNull()
    await expect(requireUser(deps, caller)).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
  }
})

test('what the database keeps of a session opens nothing', async () => {
  const user = await newUser(deps)
  const row = await deps.db
    .selectFrom('sessions')
    .selectAll()
    .where('userId', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(row.tokenHash).toEqual(hashToken(user.caller.sessionToken))
  for (const stolen of [row.id, row.tokenHash.toString('hex'), row.tokenHash.toString('base64url')]) {
    expect(await authenticate(deps, newCaller({ sessionToken: stolen }))).toBeNull()
  }
})

test('a session in the first half of its life is left alone', async () => {
  const user = await newUser(deps)
  await setRemaining(user.id, 16 * day)
  const onProlonged = vi.fn<NonNullable<Caller['onProlonged']>>()
  const { statements } = await countStatements(deps, (counted) =>
    authenticate(counted, { ...user.caller, onProlonged }),
  )
  expect(onProlonged).not.toHaveBeenCalled()
  expect(statements).toBe(1)
})

test.each([
  { remembered: true, life: 30 * day },
  { remembered: false, life: day },
])('a session past half its life is given a whole one again (remembered: $remembered)', async (kind) => {
  const user = await newUser(deps)
  await setRemaining(user.id, kind.life / 2 - 60_000, kind.remembered)
  const onProlonged = vi.fn<NonNullable<Caller['onProlonged']>>()
  await authenticate(deps, { ...user.caller, onProlonged })
  const { remembered } = kind
  expect(onProlonged).toHaveBeenCalledExactlyOnceWith({ token: user.caller.sessionToken, remembered })
  expect(Math.abs((await remaining(user.id)) - kind.life)).toBeLessThan(60_000)
})

test('a session that ended does not come back, and its row is gone', async () => {
  const user = await newUser(deps)
  await setRemaining(user.id, -1)
  expect(await authenticate(deps, user.caller)).toBeNull()
  expect(await sessionsOf(user.id)).toEqual([])
})

test('a worker whose clock is two hours ahead ends no session and opens no limit', async () => {
  const user = await newUser(deps)
  await setRemaining(user.id, 3_600_000, false)
  const limit = { count: 1, seconds: 900 }
  await deps.limits.take({ key: user.id, limit })
  const clock = { now: () => new Date(Date.now() + 2 * 3_600_000) }
  await handleSweepAccounts({ db: deps.db, clock })

  expect(await sessionsOf(user.id)).toHaveLength(1)
  await expect(deps.limits.take({ key: user.id, limit })).rejects.toMatchObject({
    reason: 'TOO_MANY_REQUESTS',
  })
})

test('signing out ends this session and no other', async () => {
  const user = await newUser(deps)
  const stranger = await newUser(deps)
  await signOut(deps, user.caller)
  await signOut(deps, user.caller)
  await signOut(deps, newCaller())
  expect(await authenticate(deps, user.caller)).toBeNull()
  expect(await authenticate(deps, stranger.caller)).not.toBeNull()
})

test('a profile changes only in what is given, and only one’s own', async () => {
  const user = await newUser(deps, { name: 'Anna', language: 'en', timeZone: 'Europe/Berlin' })
  const stranger = await newUser(deps, { name: 'Somebody' })
  const view = await updateUser(deps, user.scope, { language: 'ru' })

  expect(view).toMatchObject({ name: 'Anna', language: 'ru', timeZone: 'Europe/Berlin', email: user.email })
  expect(await readMe(deps, user.caller)).toEqual(view)
  expect(await readMe(deps, stranger.caller)).toMatchObject({ name: 'Somebody', language: 'en' })
})

function sessionsOf(userId: string) {
  return deps.db.selectFrom('sessions').select('expiresAt').where('userId', '=', userId).execute()
}

async function remaining(userId: string): Promise<number> {
  const [session] = await sessionsOf(userId)
  return (session?.expiresAt.getTime() ?? 0) - Date.now()
}

/** Sessions are lucia's, which asks the machine for the time: so their rows are moved instead of the clock. */
async function setRemaining(userId: string, milliseconds: number, remembered = true): Promise<void> {
  await deps.db
    .updateTable('sessions')
    .set({ remembered, expiresAt: new Date(Date.now() + milliseconds) })
    .where('userId', '=', userId)
    .execute()
}
