import { limits } from '@kinkeep/contracts/limits'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from './db.ts'

/** A row in which tries are written down, and until when it is locked, in `locked_until`. */
interface TriedRow {
  table: RawBuilder<unknown>
  /** Which row of it. */
  isRow: RawBuilder<unknown>
  /** The column of instants. */
  tries: RawBuilder<unknown>
  /** How many within `limits.lockMinutes`. */
  limit: number
}

const windowInterval = sql`make_interval(mins => ${limits.lockMinutes})`

/**
 * Takes one try at a secret before it is looked at, in a statement of its own: of any number sent at once, to any
 * number of servers, no more than the allowed ones get to compare. Taking the last one locks. Time is Postgres's, so
 * that a server whose clock is wrong opens nothing. Answers whether this try was the last, or, where there is none,
 * the seconds until there is one again.
 */
export async function takeTry(
  db: Database,
  { table, isRow, tries, limit }: TriedRow,
): Promise<{ isLast: boolean } | { retryAfter: number }> {
  const recent = sql`array(
    select at from unnest(${tries}) as at where at > clock_timestamp() - ${windowInterval}
  )`
  const taken = await sql<{ isLast: boolean }>`
    update ${table} set
      ${tries} = ${recent} || clock_timestamp(),
      locked_until = case
        when cardinality(${recent}) + 1 >= ${limit}::int then clock_timestamp() + ${windowInterval}
      end
    where ${isRow} and (locked_until is null or locked_until <= clock_timestamp())
    returning locked_until is not null as is_last
  `.execute(db)
  const [row] = taken.rows
  if (row) return row

  const wait = await sql<{ seconds: number | null }>`
    select extract(epoch from locked_until - clock_timestamp())::float8 as seconds from ${table} where ${isRow}
  `.execute(db)
  return { retryAfter: Math.max(1, Math.ceil(wait.rows[0]?.seconds ?? 1)) }
}
