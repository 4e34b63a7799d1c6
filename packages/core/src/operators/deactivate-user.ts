import type { Deactivate, OperatedPerson } from '@kinkeep/contracts/operators'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { endSessions } from '../platform/sessions.ts'
import type { FreshOperatorScope } from './access.ts'
import { assertAdminRemains } from './assert-admin-remains.ts'
import { mayActOn } from './rules.ts'
import { readPerson } from './sql.ts'

/**
 * Closes an account to its owner: sessions, tokens and streams end, and every way to sign in answers as if what was
 * given were wrong. Nothing is deleted. Throws NOT_FOUND, ROLE_TOO_LOW, LAST_ADMIN.
 */
export async function deactivateUser(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshOperatorScope,
  { userId, reason }: Deactivate,
): Promise<OperatedPerson> {
  return deps.transaction(async (tx) => {
    if (scope.role === 'admin') await assertAdminRemains(tx, userId)
    const user = await tx
      .selectFrom('users')
      .select(['id', 'role', 'deactivatedAt'])
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirst()
    if (!user) throw notFound()
    if (!mayActOn(scope, user)) throw new DomainError('ROLE_TOO_LOW')
    if (!user.deactivatedAt) {
      const now = tx.effects.clock.now()
      await tx
        .updateTable('users')
        .set({ deactivatedAt: now, updatedAt: now })
        .where('id', '=', userId)
        .execute()
      await endSessions(tx, userId)
      await audit(tx, scope.actor, { action: `user.deactivated.${reason}`, subjectId: userId })
    }
    return readPerson(tx, userId)
  })
}
