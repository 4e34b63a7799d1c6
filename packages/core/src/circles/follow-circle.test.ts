import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { publish } from '../platform/events.ts'
import { type CircleStreamItem, followCircle } from './follow-circle.ts'
import { removeMember } from './remove-member.ts'

const deps = await createTestDeps()
await deps.hub.start()

test('a reader hears what happens from now on, under ids that count up', async () => {
  const circle = await newCircle(deps)
  await tell(circle)
  const stream = await open(circle, circle.owner)
  const keepIds = [await tell(circle), await tell(circle)]
  expect([await stream.next(), await stream.next()]).toEqual([
    { id: '2', data: { type: 'keep.changed', keepId: keepIds[0] } },
    { id: '3', data: { type: 'keep.changed', keepId: keepIds[1] } },
  ])
})

test('a reader that comes back hears what it missed and goes on, without gap or double', async () => {
  const circle = await newCircle(deps)
  for (let i = 0; i < 5; i += 1) await tell(circle)
  const stream = await open(circle, circle.owner, { lastEventId: '2' })
  const writing = Promise.all([1, 2, 3, 4, 5].map(() => tell(circle)))
  const ids: string[] = []
  while (ids.length < 8) ids.push((await stream.next())?.id ?? 'ended')
  await writing
  expect(ids).toEqual(['3', '4', '5', '6', '7', '8', '9', '10'])
})

test('a page that was read a moment ago hears what happened since, and not all that it knows', async () => {
  const circle = await newCircle(deps)
  for (let i = 0; i < 2; i += 1) await tell(circle)
  await sql`update events set created_at = created_at - interval '10 minutes' where circle_id = ${circle.id}`.execute(
    deps.db,
  )
  const quiet = await open(circle, circle.owner, { readAgoMs: 1000 })
  await tell(circle)
  expect((await quiet.next())?.id).toBe('3')
  const stream = await open(circle, circle.owner, { readAgoMs: 1000 })
  await tell(circle)
  expect([(await stream.next())?.id, (await stream.next())?.id]).toEqual(['3', '4'])

  await deps.transaction(async (tx) => {
    for (let i = 0; i < 250; i += 1) await publish(tx, circle.id, { type: 'circle.changed' })
  })
  const late = await open(circle, circle.owner, { readAgoMs: 0 })
  expect(await late.next()).toEqual({ id: '254', data: { type: 'refetch' } })
})

test('what happens while a reader begins to listen is told once', async () => {
  const circle = await newCircle(deps)
  const hub: typeof deps.hub = {
    ...deps.hub,
    async follow(circleId, onEvents) {
      let delivered = 0
      const { stop } = await deps.hub.follow(circleId, (events) => {
        delivered += events.length
        onEvents(events)
      })
      await tell(circle)
      await expect.poll(() => delivered).toBe(1)
      return { after: await deps.hub.newestSeq(circleId), stop }
    },
  }
  const scope = await scopeIn(deps, circle, circle.owner, 'circle.read')
  const stream = followCircle({ ...deps, hub }, scope, { lastEventId: '0' }, undefined)
  const first = await stream.next()
  await tell(circle)
  const second = await stream.next()
  expect([first.value?.id, second.value?.id]).toEqual(['1', '2'])
})

test('what a newer server says in words of its own is a reason to fetch again, and stops nobody', async () => {
  const circle = await newCircle(deps)
  await tell(circle)
  const live = await open(circle, circle.owner)
  await deps.transaction(async (tx) => {
    await publish(tx, circle.id, { type: 'circle.changed' })
    await sql`
      update events set payload = '{"type":"album.changed"}' where circle_id = ${circle.id} and seq = 2
    `.execute(tx)
  })
  await tell(circle)
  const late = await open(circle, circle.owner, { lastEventId: '1' })
  for (const stream of [live, late]) {
    expect(await stream.next()).toEqual({ id: '2', data: { type: 'refetch' } })
    expect(await stream.next()).toMatchObject({ id: '3', data: { type: 'keep.changed' } })
  }
})

test('one person has thirty streams and no more, until one of them ends', async () => {
  const circle = await newCircle(deps)
  const other = await newMember(deps, circle, 'viewer')
  await tell(circle)
  const scope = await scopeIn(deps, circle, circle.owner, 'circle.read')
  const ofOwner = () => followCircle(deps, scope, { lastEventId: '0' }, undefined)
  const streams = Array.from({ length: 30 }, ofOwner)
  for (const stream of streams) expect((await stream.next()).value?.id).toBe('1')

  await expect(ofOwner().next()).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  expect((await (await open(circle, other, { lastEventId: '0' })).next())?.id).toBe('1')
  await streams[0]?.return()
  expect((await ofOwner().next()).value?.id).toBe('1')
})

test('a reader that missed very much, or what is forgotten by now, is told to fetch again', async () => {
  const circle = await newCircle(deps)
  await deps.transaction(async (tx) => {
    for (let i = 0; i < 201; i += 1) await publish(tx, circle.id, { type: 'circle.changed' })
  })
  const late = await open(circle, circle.owner, { lastEventId: '0' })
  expect(await late.next()).toEqual({ id: '201', data: { type: 'refetch' } })

  await deps.db.deleteFrom('events').where('circleId', '=', circle.id).where('seq', '<', 200).execute()
  const later = await open(circle, circle.owner, { lastEventId: '190' })
  expect(await later.next()).toEqual({ id: '201', data: { type: 'refetch' } })
  const keepId = await tell(circle)
  const item = { id: '202', data: { type: 'keep.changed', keepId } }
  expect([await late.next(), await later.next()]).toEqual([item, item])
})

test('a reader that knows more than there is, as after a restored backup, is told to fetch again', async () => {
  const circle = await newCircle(deps)
  await tell(circle)
  const stream = await open(circle, circle.owner, { lastEventId: '500' })
  expect(await stream.next()).toEqual({ id: '1', data: { type: 'refetch' } })
  await tell(circle)
  expect((await stream.next())?.id).toBe('2')
})

test('a slow reader is not waited for: it is told to fetch again, and goes on from there', async () => {
  const circle = await newCircle(deps)
  const stream = await open(circle, circle.owner)
  for (let burst = 0; burst < 4; burst += 1) {
    await deps.transaction(async (tx) => {
      for (let i = 0; i < 100; i += 1) await publish(tx, circle.id, { type: 'circle.changed' })
    })
    await expect.poll(() => stream.delivered()).toBe((burst + 1) * 100)
  }
  // The first hundred were in its hands already; of what came then nothing waits.
  for (let seq = 1; seq <= 100; seq += 1) expect((await stream.next())?.id).toBe(String(seq))
  expect(await stream.next()).toEqual({ id: '400', data: { type: 'refetch' } })
  await tell(circle)
  expect((await stream.next())?.id).toBe('401')
})

test('the stream of a removed member ends with the news of it, the others go on', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const [hers, owners] = [await open(circle, vera), await open(circle, circle.owner)]
  const scope = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, scope, { circleId: circle.id, userId: vera.id })
  await tell(circle)

  expect((await hers.next())?.data).toEqual({ type: 'member.removed', userId: vera.id })
  expect(await hers.next()).toBeUndefined()
  expect((await owners.next())?.data.type).toBe('member.removed')
  expect((await owners.next())?.data.type).toBe('keep.changed')
})

test('a member removed between the proof and the first read hears nothing', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const scope = await scopeIn(deps, circle, vera, 'circle.read')
  const remover = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, remover, { circleId: circle.id, userId: vera.id })
  const stream = followCircle(deps, scope, { lastEventId: '0' }, undefined)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('a reader that goes away is let go', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'circle.read')
  const away = new AbortController()
  const stream = followCircle(deps, scope, {}, away.signal)
  const next = stream.next()
  away.abort()
  expect(await next).toEqual({ done: true, value: undefined })
})

/** A stream that is being listened to by the time it is answered. */
async function open(
  circle: TestCircle,
  user: TestUser,
  from: { lastEventId?: string; readAgoMs?: number } = {},
) {
  const scope = await scopeIn(deps, circle, user, 'circle.read')
  let delivered = 0
  let listening: (() => void) | undefined
  const isListening = new Promise<void>((resolve) => {
    listening = resolve
  })
  const hub: typeof deps.hub = {
    ...deps.hub,
    async follow(circleId, onEvents) {
      const followed = await deps.hub.follow(circleId, (events) => {
        delivered += events.length
        onEvents(events)
      })
      listening?.()
      return followed
    },
  }
  const stream = followCircle({ ...deps, hub }, scope, from, undefined)
  const first = stream.next()
  await isListening
  let pending: typeof first | undefined = first
  return {
    delivered: () => delivered,
    async next(): Promise<CircleStreamItem | undefined> {
      const { value } = await (pending ?? stream.next())
      pending = undefined
      return value ?? undefined
    },
  }
}

async function tell(circle: TestCircle): Promise<string> {
  const keepId = deps.random.id()
  await deps.transaction((tx) => publish(tx, circle.id, { type: 'keep.changed', keepId }))
  return keepId
}
