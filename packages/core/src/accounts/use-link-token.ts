import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'

/**
 * Uses up the token of a link that was mailed to a user, and answers who they are. Of two clicks at once one wins.
 * Throws LINK_INVALID, LINK_EXPIRED, LINK_USED.
 */
export async function useLinkToken(
  tx: Tx,
  token: string,
  purpose: 'password_reset' | 'magic_link',
): Promise<string> {
  const now = tx.effects.clock.now()
  const found = await tx
    .selectFrom('emailTokens')
    .innerJoin('users', 'users.id', 'emailTokens.userId')
    .select(['emailTokens.userId', 'emailTokens.expiresAt', 'emailTokens.usedAt'])
    .where('emailTokens.tokenHash', '=', hashToken(token))
    .where('emailTokens.purpose', '=', purpose)
    .where('users.deactivatedAt', 'is', null)
    .forUpdate('emailTokens')
    .executeTakeFirst()
  if (!found?.userId || !found.expiresAt) throw new DomainError('LINK_INVALID')
  if (found.usedAt) throw new DomainError('LINK_USED')
  if (found.expiresAt <= now) throw new DomainError('LINK_EXPIRED')
  await tx.updateTable('emailTokens').set({ usedAt: now }).where('tokenHash', '=', hashToken(token)).execute()
  return found.userId
}
