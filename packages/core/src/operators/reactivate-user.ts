import type { OperatedPerson, Reactivate } from '@kinkeep/contracts/operators'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import type { FreshOperatorScope } from './access.ts'
import { lockOther } from './lock-other.ts'
import { readPerson } from './sql.ts'

/** Opens a closed account again; its owner signs in as before. Throws NOT_FOUND, ROLE_TOO_LOW. */
export async function reactivateUser(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshOperatorScope,
  { userId }: Reactivate,
): Promise<OperatedPerson> {
  return deps.transaction(async (tx) => {
    const { deactivatedAt } = await lockOther(tx, scope, userId)
    if (deactivatedAt) {
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
