import type { Tx } from '../platform/db.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import type { FreshOperatorScope } from './access.ts'
import { mayActOn } from './rules.ts'

/**
 * Holds a person's row until the end of the transaction, for an operator who closes or opens their account. Throws
 * NOT_FOUND, ROLE_TOO_LOW.
 */
export async function lockOther(
  tx: Tx,
  scope: FreshOperatorScope,
  userId: string,
): Promise<{ deactivatedAt: Date | null }> {
  const user = await tx
    .selectFrom('users')
    .select(['id', 'role', 'deactivatedAt'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!user) throw notFound()
  if (!mayActOn(scope, user)) throw new DomainError('ROLE_TOO_LOW')
  return user
}
