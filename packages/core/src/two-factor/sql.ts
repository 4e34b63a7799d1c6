import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { takeTry } from '../platform/take-try.ts'

/**
 * Takes one of `limits.secondFactorTries` tries at a person's second factor before its code is looked at; a right code
 * opens again with `clearTries`. Answers whether this try was the last. Throws SECOND_FACTOR_LOCKED with `retryAfter`.
 */
export async function takeFactorTry(db: Database, userId: string): Promise<{ isLast: boolean }> {
  const taken = await takeTry(db, {
    table: sql.table('users'),
    isRow: sql`id = ${userId}`,
    tries: sql.ref('factor_tries_at'),
    limit: limits.secondFactorTries,
  })
  if ('retryAfter' in taken) throw new DomainError('SECOND_FACTOR_LOCKED', taken)
  return taken
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
