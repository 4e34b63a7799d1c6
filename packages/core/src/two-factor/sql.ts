import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

const windowInterval = sql`make_interval(mins => ${limits.lockMinutes})`

/**
 * Takes one try at a person's second factor before its code is looked at, in a statement of its own: of any number
 * sent at once, to any number of servers, no more than the allowed ones get to compare a code. Taking the last one
 * locks; a right code opens again with `clearTries`. Time is Postgres's, so that a server whose clock is wrong opens
 * nothing. Answers whether this try was the last. Throws SECOND_FACTOR_LOCKED with `retryAfter`.
 */
export async function takeTry(db: Database, userId: string): Promise<{ isLast: boolean }> {
  const recent = sql`array(
    select at from unnest(factor_tries_at) as at where at > clock_timestamp() - ${windowInterval}
  )`
  const taken = await sql<{ isLast: boolean }>`
    update users set
      factor_tries_at = ${recent} || clock_timestamp(),
      locked_until = case
        when cardinality(${recent}) + 1 >= ${limits.secondFactorTries}::int
        then clock_timestamp() + ${windowInterval}
      end
    where id = ${userId} and (locked_until is null or locked_until <= clock_timestamp())
    returning locked_until is not null as is_last
  `.execute(db)
  const [row] = taken.rows
  if (row) return row

  const wait = await sql<{ seconds: number | null }>`
    select extract(epoch from locked_until - clock_timestamp())::float8 as seconds
    from users where id = ${userId}
  `.execute(db)
  throw new DomainError('SECOND_FACTOR_LOCKED', {
    retryAfter: Math.max(1, Math.ceil(wait.rows[0]?.seconds ?? 1)),
  })
}

/** A right code forgives the wrong ones before it. */
export async function clearTries(tx: Tx, userId: string): Promise<void> {
  await tx
    .updateTable('users')
    .set({ factorTriesAt: sql`'{}'`, lockedUntil: null })
    .where('id', '=', userId)
    .execute()
}

export function countFactors(tx: Tx, userId: string): Promise<number> {
  return tx
    .selectFrom('secondFactors')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirstOrThrow()
    .then(({ count }) => Number(count))
}

export function countRecoveryCodes(db: Database | Tx, userId: string): Promise<number> {
  return db
    .selectFrom('recoveryCodes')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
    .then(({ count }) => Number(count))
}
