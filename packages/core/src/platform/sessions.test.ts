import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { authenticate } from '../accounts/access.ts'

const deps = await createTestDeps()
const minute = 60_000
const place = { address: '198.51.100.7', userAgent: 'Firefox' }

test('where a session is used is written down after five minutes, and not before', async () => {
  const user = await newUser(deps)
  const before = await setUsed(user, -4 * minute)
  await authenticate(deps, { ...user.caller, ...place })
  expect(await read(user)).toEqual({ usedAt: before, address: '192.0.2.1', userAgent: null })

  await setUsed(user, -6 * minute)
  await authenticate(deps, { ...user.caller, ...place })
  const after = await read(user)
  expect(after).toMatchObject(place)
  expect(Date.now() - after.usedAt.getTime()).toBeLessThan(minute)
  await authenticate(deps, { ...user.caller, address: '203.0.113.1' })
  expect(await read(user)).toEqual(after)
})

test('what a stranger sends along with somebody’s guessed id changes nothing', async () => {
  const user = await newUser(deps)
  const before = await setUsed(user, -6 * minute)
  await authenticate(deps, { ...user.caller, ...place, sessionToken: user.scope.sessionId })
  expect((await read(user)).usedAt).toEqual(before)
})

test('an endless user agent is kept in part', async () => {
  const user = await newUser(deps)
  await setUsed(user, -6 * minute)
  await authenticate(deps, { ...user.caller, userAgent: 'x'.repeat(10_000) })
  expect((await read(user)).userAgent).toHaveLength(300)
})

test('being used in the first half of its life makes a session no longer', async () => {
  const user = await newUser(deps)
  const expiresAt = new Date(Date.now() + 20 * 24 * 60 * minute)
  await deps.db.updateTable('sessions').set({ expiresAt }).where('userId', '=', user.id).execute()
  await setUsed(user, -6 * minute)
  await authenticate(deps, user.caller)
  const row = await deps.db
    .selectFrom('sessions')
    .select('expiresAt')
    .where('userId', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(row.expiresAt).toEqual(expiresAt)
})

/** Sessions go by the machine's clock, so their rows are moved instead. */
async function setUsed({ id }: TestUser, milliseconds: number): Promise<Date> {
  const usedAt = new Date(Date.now() + milliseconds)
  await deps.db.updateTable('sessions').set({ usedAt }).where('userId', '=', id).execute()
  return usedAt
}

function read({ id }: TestUser) {
  return deps.db
    .selectFrom('sessions')
    .select(['usedAt', 'address', 'userAgent'])
    .where('userId', '=', id)
    .executeTakeFirstOrThrow()
}
