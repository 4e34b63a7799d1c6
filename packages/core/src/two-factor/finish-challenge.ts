import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { openSession, type SessionCookie } from '../platform/sessions.ts'
import type { ChallengeScope } from './access.ts'

/**
 * Uses a challenge up and opens the session it was for, remembered as was chosen with the first factor. Of two that
 * finish it at once, one does. Throws CHALLENGE_EXPIRED.
 */
export async function finishChallenge(
  tx: Tx,
  deps: Pick<Deps, 'random'>,
  scope: ChallengeScope,
): Promise<SessionCookie> {
  const now = tx.effects.clock.now()
  const used = await tx
    .updateTable('signInChallenges')
    .set({ usedAt: now })
    .where('id', '=', scope.challengeId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('users')
          .select('users.id')
          .whereRef('users.id', '=', 'signInChallenges.userId')
          .where('users.deactivatedAt', 'is', null),
      ),
    )
    .returning('id')
    .executeTakeFirst()
  if (!used) throw new DomainError('CHALLENGE_EXPIRED')
  const { userId, remembered, caller, actor } = scope
  const session = await openSession(tx, deps.random, { userId, remembered, place: caller })
  await audit(tx, actor, { action: 'session.opened', subjectId: userId })
  return session
}
