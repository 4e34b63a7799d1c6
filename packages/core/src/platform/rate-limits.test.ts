import { randomUUID } from 'node:crypto'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Deps } from './deps.ts'
import { createRateLimits } from './rate-limits.ts'

const deps = await createTestDeps()
const limit = { count: 10, seconds: 600 }

test('fifty takes at once from two processes: as many pass as the limit says', async () => {
  const another = await deps.openAnother()
  const key = randomUUID()
  const takes = Array.from({ length: 50 }, (_, i) => (i % 2 ? deps : another).limits.take({ key, limit }))
  const settled = await Promise.allSettled(takes)
  expect(settled.filter((each) => each.status === 'fulfilled')).toHaveLength(10)
  for (const each of settled) {
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  }
})

test('a bucket fills again by one each share of its time, and never over its size', async () => {
  const key = randomUUID()
  expect(await passing(deps, key, 20)).toBe(10)
  await goBy(key, 59)
  expect(await passing(deps, key, 20)).toBe(0)
  await goBy(key, 1)
  expect(await passing(deps, key, 20)).toBe(1)
  await goBy(key, 6000)
  expect(await passing(deps, key, 20)).toBe(10)
})

test('a refusal says in how many seconds one more is free', async () => {
  const key = randomUUID()
  await passing(deps, key, 10)
  await expect(deps.limits.take({ key, limit })).rejects.toMatchObject({ retryAfter: 60 })
})

test('buckets do not share, and one that is empty refuses what asks for several', async () => {
  const [empty, full] = [randomUUID(), randomUUID()]
  await passing(deps, empty, 10)
  await expect(deps.limits.take({ key: full, limit }, { key: empty, limit })).rejects.toThrow(
    'TOO_MANY_REQUESTS',
  )
  await expect(deps.limits.take({ key: full, limit })).resolves.toBeUndefined()
})

test('a server whose clock is two hours ahead opens no limit', async () => {
  const key = randomUUID()
  await passing(deps, key, 10)
  const clock = { now: () => new Date(Date.now() + 7_200_000) }
  const limits = createRateLimits(deps.db, clock, () => undefined)
  await expect(limits.take({ key, limit })).rejects.toThrow('TOO_MANY_REQUESTS')
  await limits.stop()
})

test('loose limits hold at once in one process, and across two after they have shared', async () => {
  const key = randomUUID()
  const failures: unknown[] = []
  const open = () => createRateLimits(deps.db, deps.clock, (error) => failures.push(error))
  const [one, two] = [open(), open()]
  const taken = (limits: typeof one) => {
    for (let count = 0; ; count += 1) {
      try {
        limits.takeLoosely(key, limit)
      } catch {
        return count
      }
    }
  }
  expect(taken(one)).toBe(10)
  // Stopping shares what was taken; the other learns of it with its own next sharing.
  await one.stop()
  two.takeLoosely(key, limit)
  await expect.poll(() => taken(two)).toBe(0)
  await two.stop()
  expect(failures).toEqual([])
})

async function passing({ limits }: Deps, key: string, tries: number): Promise<number> {
  const takes = await Promise.allSettled(Array.from({ length: tries }, () => limits.take({ key, limit })))
  return takes.filter((each) => each.status === 'fulfilled').length
}

/** Time is Postgres's own here, so the bucket is moved instead of the clock. */
async function goBy(key: string, seconds: number): Promise<void> {
  await sql`
    update rate_limits set full_at = full_at - make_interval(secs => ${seconds}::float8) where key = ${key}
  `.execute(deps.db)
}
