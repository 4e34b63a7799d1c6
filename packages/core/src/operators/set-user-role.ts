import type { OperatedPerson, SetRole } from '@kinkeep/contracts/operators'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { endSessions } from '../platform/sessions.ts'
import type { FreshOperatorScope } from './access.ts'
import { assertAdminRemains } from './assert-admin-remains.ts'
import { readPerson } from './sql.ts'

/**
 * Gives a person another platform role and ends their sessions, tokens and streams. Throws NOT_FOUND, and LAST_ADMIN
 * rather than leave nobody.
 */
export async function setUserRole(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshOperatorScope<'admin'>,
  { userId, role }: SetRole,
): Promise<OperatedPerson> {
  return deps.transaction(async (tx) => {
    if (role !== 'admin') await assertAdminRemains(tx, userId)
    const user = await tx
      .selectFrom('users')
      .select('role')
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirst()
    if (!user) throw notFound()
    if (user.role !== role) {
      await tx
        .updateTable('users')
        .set({ role, updatedAt: tx.effects.clock.now() })
        .where('id', '=', userId)
        .execute()
      await endSessions(tx, userId)
      await audit(tx, scope.actor, { action: `user.role_set.${role}`, subjectId: userId })
    }
    return readPerson(tx, userId)
  })
}
