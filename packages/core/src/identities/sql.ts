import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'
import { freshSince } from './rules.ts'

/**
 * The merge that this browser began minutes ago, while the session that began it still counts as a fresh proof.
 * undefined for the account that began it: nobody is merged into themselves.
 */
export function findMerge(
  tx: Tx | Database,
  clock: Clock,
  { browserToken, userId }: { browserToken: string | undefined; userId: string },
) {
  return tx
    .selectFrom('accountMerges')
    .innerJoin('sessions', 'sessions.id', 'accountMerges.keptSessionId')
    .innerJoin('users', 'users.id', 'accountMerges.keptUserId')
    .select([
      'accountMerges.id',
      'accountMerges.keptUserId',
      'users.name',
      'users.email',
      'users.deletionDueAt',
    ])
    .where('accountMerges.browserHash', '=', hashToken(browserToken ?? ''))
    .where('accountMerges.expiresAt', '>', clock.now())
    .where('accountMerges.keptUserId', '!=', userId)
    .where('sessions.provenAt', '>', freshSince(clock))
    .where('users.deactivatedAt', 'is', null)
    .executeTakeFirst()
}
