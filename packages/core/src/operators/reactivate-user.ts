import type { OperatedPerson, Reactivate } from '@kinkeep/contracts/operators'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import type { FreshOperatorScope } from './access.ts'
import { mayActOn } from './rules.ts'
import { readPerson } from './sql.ts'

/** Opens a closed account again; its owner signs in as before. Throws NOT_FOUND, ROLE_TOO_LOW. */
export async function reactivateUser(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshOperatorScope,
  { userId }: Reactivate,
): Promise<OperatedPerson> {
  return deps.transaction(async (tx) => {
    const user = await tx
      .selectFrom('users')
      .select(['id', 'role', 'deactivatedAt'])
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirst()
    if (!user) throw notFound()
    if (!mayActOn(scope, user)) throw new DomainError('ROLE_TOO_LOW')
    if (user.deactivatedAt) {
      await tx
        .updateTable('users')
        .set({ deactivatedAt: null, updatedAt: tx.effects.clock.now() })
        .where('id', '=', userId)
        .execute()
      await audit(tx, scope.actor, { action: 'user.reactivated', subjectId: userId })
    }
    return readPerson(tx, userId)
  })
}
