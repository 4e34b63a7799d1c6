import type { Deactivate, OperatedPerson } from '@kinkeep/contracts/operators'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { endSessions } from '../platform/sessions.ts'
import { revokeAllShareLinksOf } from '../share-links/revoke-all-share-links-of.ts'
import type { FreshOperatorScope } from './access.ts'
import { assertAdminRemains } from './assert-admin-remains.ts'
import { lockOther } from './lock-other.ts'
import { readPerson } from './sql.ts'

/**
 * Closes an account to its owner: sessions, tokens and streams end, and every way to sign in answers as if what was
 * given were wrong; what they share with outsiders ends for good. Nothing is deleted. Throws NOT_FOUND, ROLE_TOO_LOW, LAST_ADMIN.
 */
export async function deactivateUser(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshOperatorScope,
  { userId, reason }: Deactivate,
): Promise<OperatedPerson> {
  return deps.transaction(async (tx) => {
    if (scope.role === 'admin') await assertAdminRemains(tx, userId)
    const { deactivatedAt } = await lockOther(tx, scope, userId)
    if (!deactivatedAt) {
      const now = tx.effects.clock.now()
      await tx
        .updateTable('users')
        .set({ deactivatedAt: now, updatedAt: now })
        .where('id', '=', userId)
        .execute()
      await endSessions(tx, userId)
      await revokeAllShareLinksOf(tx, userId)
      await audit(tx, scope.actor, { action: `user.deactivated.${reason}`, subjectId: userId })
    }
    return readPerson(tx, userId)
  })
}
