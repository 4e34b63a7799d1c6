import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { Database } from './db.ts'
import { DomainError } from './errors.ts'

/** Where the tries at a link's PIN or password are written down. */
const places = {
  guest: { table: sql.table('guest_links'), tries: sql.ref('pin_tries_at') },
  share: { table: sql.table('share_links'), tries: sql.ref('password_tries_at') },
}

const windowInterval = sql`make_interval(mins => ${limits.lockMinutes})`

/**
 * Takes one try at a link's PIN or password before it is looked at, in a statement of its own: of any number sent at
 * once, to any number of servers, no more than `limits.pinTries` get to compare. Taking the last one locks; coming in
 * with the right one forgets them. Time is Postgres's, so that a server whose clock is wrong opens nothing. Answers
 * whether this try was the last. Throws TOO_MANY_REQUESTS with `retryAfter`.
 */
export async function takeLinkTry(
  db: Database,
  place: keyof typeof places,
  { circleId, id }: { circleId: string; id: string },
): Promise<{ isLast: boolean }> {
  const { table, tries } = places[place]
  const recent = sql`array(
    select at from unnest(${tries}) as at where at > clock_timestamp() - ${windowInterval}
  )`
  const taken = await sql<{ isLast: boolean }>`
    update ${table} set
      ${tries} = ${recent} || clock_timestamp(),
      locked_until = case
        when cardinality(${recent}) + 1 >= ${limits.pinTries}::int
        then clock_timestamp() + ${windowInterval}
      end
    where circle_id = ${circleId} and id = ${id}
      and (locked_until is null or locked_until <= clock_timestamp())
    returning locked_until is not null as is_last
  `.execute(db)
  const [row] = taken.rows
  if (row) return row

  const wait = await sql<{ seconds: number | null }>`
    select extract(epoch from locked_until - clock_timestamp())::float8 as seconds
    from ${table} where circle_id = ${circleId} and id = ${id}
  `.execute(db)
  throw new DomainError('TOO_MANY_REQUESTS', {
    retryAfter: Math.max(1, Math.ceil(wait.rows[0]?.seconds ?? 1)),
  })
}
