import { newCircle, type TestCircle } from '@kinkeep/testing/new-circle'
import { createTestDeps, type TestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Deps } from './deps.ts'
import { createEventHub, type SequencedEvent } from './event-hub.ts'
import { publish } from './events.ts'

const deps = await createTestDeps()
await deps.hub.start()

test('twenty writers at once: everyone who follows hears all, in one order, without gap or double', async () => {
  const circle = await newCircle(deps)
  const another = await deps.openAnother()
  await another.hub.start()
  const heard = await Promise.all([deps, deps, another].map((each) => follow(each, circle)))
  const writers = Array.from({ length: 20 }, async (_, i) => {
    for (let j = 0; j < 5; j += 1) await tell(i % 2 ? deps : another, circle)
  })
  await Promise.all(writers)
  for (const events of heard) {
    await expect.poll(() => events.length).toBe(100)
    expect(events.map((each) => each.seq)).toEqual(upTo(100))
  }
  expect(heard[1]).toEqual(heard[0])
  expect(heard[2]).toEqual(heard[0])
  expect(await deps.hub.newestSeq(circle.id)).toBe(100)
})

test('an event of a transaction that is undone never happened, and leaves no gap', async () => {
  const circle = await newCircle(deps)
  const heard = await follow(deps, circle)
  await tell(deps, circle)
  const undone = deps.transaction(async (tx) => {
    await publish(tx, circle.id, { type: 'circle.changed' })
    throw new Error('changed my mind')
  })
  await expect(undone).rejects.toThrow('changed my mind')
  await tell(deps, circle)
  await expect.poll(() => heard.map((each) => each.seq)).toEqual([1, 2])
})

test('followers of one circle hear nothing of another', async () => {
  const [circle, other] = [await newCircle(deps), await newCircle(deps)]
  const heard = await follow(deps, circle)
  await tell(deps, other)
  await tell(deps, circle)
  await expect.poll(() => heard.length).toBe(1)
  expect(await deps.hub.replay(circle.id, 0, 10)).toHaveLength(1)
})

test('who stops hears no more; who comes later hears what comes after', async () => {
  const circle = await newCircle(deps)
  const early: SequencedEvent[] = []
  const { stop } = await deps.hub.follow(circle.id, (events) => early.push(...events))
  await tell(deps, circle)
  await expect.poll(() => early.length).toBe(1)
  stop()
  await tell(deps, circle)
  const late: SequencedEvent[] = []
  const { after } = await deps.hub.follow(circle.id, (events) => late.push(...events))
  expect(after).toBe(2)
  await tell(deps, circle)
  await expect.poll(() => late.map((each) => each.seq)).toEqual([3])
  expect(early).toHaveLength(1)
})

test('a listener whose connection is cut comes back and misses nothing', async () => {
  const deps = await createTestDeps()
  await deps.hub.start()
  const circle = await newCircle(deps)
  const heard = await follow(deps, circle)
  await tell(deps, circle)
  await expect.poll(() => heard.length).toBe(1)

  await cutListener(deps)
  for (let i = 0; i < 5; i += 1) await tell(deps, circle)
  await expect.poll(() => heard.map((each) => each.seq)).toEqual(upTo(6))
  await tell(deps, circle)
  await expect.poll(() => heard.length).toBe(7)
})

test('a hub that cannot connect says so at its start', async () => {
  const hub = createEventHub('postgres://nobody@127.0.0.1:1/nothing', deps.db, deps.log)
  await expect(hub.start()).rejects.toThrow('ECONNREFUSED')
  await hub.stop()
})

async function follow({ hub }: Pick<Deps, 'hub'>, circle: TestCircle): Promise<SequencedEvent[]> {
  const heard: SequencedEvent[] = []
  await hub.follow(circle.id, (events) => heard.push(...events))
  return heard
}

function tell({ transaction, random }: Deps, circle: TestCircle): Promise<void> {
  return transaction((tx) => publish(tx, circle.id, { type: 'keep.changed', keepId: random.id() }))
}

async function cutListener({ db }: TestDeps): Promise<void> {
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'kinkeep-listen'
  `.execute(db)
  expect(rows).toHaveLength(1)
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}
