import { type RawBuilder, sql } from 'kysely'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import { DomainError } from './errors.ts'

/** `count` calls every `seconds`, as a bucket: all at once, then one more each `seconds / count`. */
export interface RateLimit {
  count: number
  seconds: number
}

export interface RateLimits {
  /**
   * Takes one from every named bucket, in Postgres: it holds for parallel calls and for any number of servers.
   * Throws TOO_MANY_REQUESTS with `retryAfter`; what the earlier buckets gave is not given back.
   */
  take(...takes: { key: string; limit: RateLimit }[]): Promise<void>
  /** The same for ordinary calls, without a statement each: counted here and shared once a second. */
  takeLoosely(key: string, limit: RateLimit): void
  stop(): Promise<void>
}

/**
 * GCRA: one row a bucket holds the time at which it is full again. Time is Postgres's own for `take`, so that
 * a server with a wrong clock cannot open a limit. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function createRateLimits(db: Database, clock: Clock, onError: (error: unknown) => void): RateLimits {
  const loose = createLooseBuckets(db, clock, onError)
  return {
    async take(...takes) {
      for (const { key, limit } of takes) await takeOne(db, key, limit)
    },
    takeLoosely: loose.take,
    stop: loose.stop,
  }
}

async function takeOne(db: Database, key: string, { count, seconds }: RateLimit): Promise<void> {
  const cost = interval(seconds / count)
  const taken = await sql`
    insert into rate_limits as bucket (key, full_at) values (${key}, clock_timestamp() + ${cost})
    on conflict (key) do update set full_at = greatest(bucket.full_at, clock_timestamp()) + ${cost}
    where greatest(bucket.full_at, clock_timestamp()) + ${cost} <= clock_timestamp() + ${interval(seconds)}
    returning key
  `.execute(db)
  if (taken.rows.length > 0) return

  const wait = await sql<{ seconds: number }>`
    select extract(epoch from full_at + ${cost} - clock_timestamp() - ${interval(seconds)})::float8 as seconds
    from rate_limits where key = ${key}
  `.execute(db)
  throw tooMany(wait.rows[0]?.seconds ?? 1)
}

function interval(seconds: number): RawBuilder<unknown> {
  return sql`make_interval(secs => ${seconds}::float8)`
}

function tooMany(seconds: number): DomainError {
  return new DomainError('TOO_MANY_REQUESTS', { retryAfter: Math.max(1, Math.ceil(seconds)) })
}

interface LooseBucket {
  /** When the bucket is full again, in ms, with everything counted that this process knows of. */
  fullAt: number
  /** Milliseconds taken here since the last sharing. */
  taken: number
}

function createLooseBuckets(db: Database, clock: Clock, onError: (error: unknown) => void) {
  const buckets = new Map<string, LooseBucket>()
  let sharing: Promise<void> | undefined
  // One at a time: an answer that comes late would overwrite what a later sharing has counted.
  const timer = setInterval(() => {
    sharing ??= share()
      .catch(onError)
      .finally(() => {
        sharing = undefined
      })
  }, 1000)
  timer.unref()

  function take(key: string, { count, seconds }: RateLimit): void {
    const now = clock.now().getTime()
    const cost = (seconds * 1000) / count
    const bucket = buckets.get(key) ?? { fullAt: now, taken: 0 }
    const fullAt = Math.max(bucket.fullAt, now) + cost
    if (fullAt > now + seconds * 1000) throw tooMany((fullAt - now) / 1000 - seconds)
    buckets.set(key, { fullAt, taken: bucket.taken + cost })
  }

  async function share(): Promise<void> {
    const now = clock.now().getTime()
    const taken = [...buckets].filter(([, bucket]) => bucket.taken > 0)
    for (const [key, bucket] of buckets) if (bucket.taken === 0 && bucket.fullAt <= now) buckets.delete(key)
    if (taken.length === 0) return

    // Sorted, so that two servers sharing the same people cannot wait for each other.
    taken.sort(([a], [b]) => (a < b ? -1 : 1))
    const keys = taken.map(([key]) => key)
    const costs = taken.map(([, bucket]) => bucket.taken / 1000)
    for (const [, bucket] of taken) bucket.taken = 0
    const shared = await sql<{ key: string; ahead: number }>`
      insert into rate_limits as bucket (key, full_at)
      select key, clock_timestamp() + make_interval(secs => cost)
      from unnest(${keys}::text[], ${costs}::float8[]) as taken (key, cost)
      on conflict (key) do update set full_at =
        greatest(bucket.full_at, clock_timestamp()) + (excluded.full_at - clock_timestamp())
      returning key, extract(epoch from full_at - clock_timestamp())::float8 * 1000 as ahead
    `.execute(db)
    for (const { key, ahead } of shared.rows) {
      const bucket = buckets.get(key)
      if (bucket) bucket.fullAt = now + ahead + bucket.taken
    }
  }

  return {
    take,
    async stop() {
      clearInterval(timer)
      await sharing
      await share()
    },
  }
}
