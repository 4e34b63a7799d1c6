import { newCircle, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireUser } from '../accounts/access.ts'
import { signOut } from '../accounts/sign-out.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { endSessions, openSession } from '../platform/sessions.ts'
import { revokeOtherSessions } from '../sessions/revoke-other-sessions.ts'
import { revokeSession } from '../sessions/revoke-session.ts'
import { followCircle } from './follow-circle.ts'

const deps = await createTestDeps()
const another = await deps.openAnother()
await deps.hub.start()
await another.hub.start()
const servers = { 'this server': deps, 'another server': another }

test.each(Object.entries(servers))(
  'a revoked session’s stream on %s ends within a second',
  async (_, server) => {
    const circle = await newCircle(deps)
    const other = await signInAgain(circle.owner)
    const [ending, going] = [await open(server, circle, other), await open(server, circle, circle.owner)]
    const started = performance.now()
    await revokeSession(deps, circle.owner.scope, { sessionId: other.scope.sessionId })
    expect(await ending.next()).toBe('ended')
    expect(performance.now() - started).toBeLessThan(1000)
    await tell(circle)
    expect(await going.next()).toBe('circle.changed')
  },
)

test('signing out ends one’s own streams and nobody else’s', async () => {
  const circle = await newCircle(deps)
  const other = await signInAgain(circle.owner)
  const [mine, others] = [await open(another, circle, circle.owner), await open(another, circle, other)]
  await signOut(deps, circle.owner.caller)
  expect(await mine.next()).toBe('ended')
  await tell(circle)
  expect(await others.next()).toBe('circle.changed')
})

test('all others end at once; a stranger’s in the same circle hears nothing of it', async () => {
  const circle = await newCircle(deps)
  const others = [await signInAgain(circle.owner), await signInAgain(circle.owner)]
  const streams = [await open(deps, circle, others[0]), await open(another, circle, others[1])]
  await revokeOtherSessions(deps, circle.owner.scope)
  expect(await Promise.all(streams.map((stream) => stream.next()))).toEqual(['ended', 'ended'])
})

test('somebody deactivated loses their streams', async () => {
  const circle = await newCircle(deps)
  const stream = await open(another, circle, circle.owner)
  await deps.transaction(async (tx) => {
    await tx
      .updateTable('users')
      .set({ deactivatedAt: tx.effects.clock.now() })
      .where('id', '=', circle.owner.id)
      .execute()
    await endSessions(tx, circle.owner.id)
  })
  expect(await stream.next()).toBe('ended')
})

test('a session that ended while the listener was away ends its stream once it is back', async () => {
  const server = await deps.openAnother()
  await server.hub.start()
  const circle = await newCircle(deps)
  const other = await signInAgain(circle.owner)
  const stream = await open(server, circle, other)
  // Without a word to anybody: what a lost notification looks like.
  await deps.db.deleteFrom('sessions').where('id', '=', other.scope.sessionId).execute()
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'kinkeep-listen' and datname = current_database()
  `.execute(deps.db)
  expect(await stream.next()).toBe('ended')
})

test('a session that ended between its proof and the first read hears nothing', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'circle.read')
  await signOut(deps, circle.owner.caller)
  const stream = followCircle(deps, scope, { lastEventId: '0' }, undefined)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('a slow reader that was signed out is not told what waits for it', async () => {
  const circle = await newCircle(deps)
  const other = await signInAgain(circle.owner)
  await tell(circle)
  const scope = await scopeIn(deps, circle, other, 'circle.read')
  let doubted = false
  let delivered = 0
  const hub: typeof deps.hub = {
    ...deps.hub,
    watchSessions: (userId, onDoubt) =>
      deps.hub.watchSessions(userId, () => {
        doubted = true
        onDoubt()
      }),
    follow: (circleId, onEvents) =>
      deps.hub.follow(circleId, (events) => {
        delivered += events.length
        onEvents(events)
      }),
  }
  const stream = followCircle({ ...deps, hub }, scope, { lastEventId: '0' }, undefined)
  expect((await stream.next()).value?.id).toBe('1')
  for (let count = 0; count < 3; count += 1) await tell(circle)
  await expect.poll(() => delivered).toBe(3)
  // The first of three that came together is in its hands.
  expect((await stream.next()).value?.id).toBe('2')
  await signOut(deps, other.caller)
  await expect.poll(() => doubted).toBe(true)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

/** A stream that has read by the time it is answered, and waits; `next` is the type of the next event. */
async function open(server: Deps, circle: TestCircle, user: TestUser | undefined) {
  if (!user) throw new Error('nobody')
  if ((await deps.hub.newestSeq(circle.id)) === 0) await tell(circle)
  const newest = await deps.hub.newestSeq(circle.id)
  const scope = await scopeIn(server, circle, user, 'circle.read')
  const stream = followCircle(server, scope, { lastEventId: String(newest - 1) }, undefined)
  expect((await stream.next()).value?.id).toBe(String(newest))
  const first = stream.next()
  let pending: typeof first | undefined = first
  return {
    async next(): Promise<string> {
      const result = await (pending ?? stream.next())
      pending = undefined
      return result.value?.data.type ?? 'ended'
    },
  }
}

async function tell(circle: TestCircle): Promise<void> {
  await deps.transaction((tx) => publish(tx, circle.id, { type: 'circle.changed' }))
}

async function signInAgain(user: TestUser): Promise<TestUser> {
  const { token } = await deps.transaction((tx) =>
    openSession(tx, deps.random, { userId: user.id, remembered: true, place: { address: undefined } }),
  )
  const caller = { ...user.caller, sessionToken: token }
  return { ...user, caller, scope: (await requireUser(deps, caller)).scope }
}
