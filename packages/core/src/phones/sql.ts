import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** Locks a user's ways to sign in: of two that go at once, the second waits and sees what the first left. */
export async function lockUser(tx: Tx, userId: string) {
  return tx
    .selectFrom('users')
    .select(['phoneIndex', 'phoneVerifiedAt'])
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
}

/**
 * A number that is a second factor stays as it is: turning that off takes a fresh code, and giving it another number
 * would be the same without one. Throws SECOND_FACTOR_EXISTS.
 */
export async function assertChangeable(tx: Tx, userId: string): Promise<void> {
  const factor = await tx
    .selectFrom('secondFactors')
    .select('id')
    .where('userId', '=', userId)
    .where('kind', '=', 'sms')
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst()
  if (factor) throw new DomainError('SECOND_FACTOR_EXISTS')
}
