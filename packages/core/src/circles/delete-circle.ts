import type { DeletedCircle } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { FreshCircleScope } from './access.ts'
import { lockRoles } from './lock-roles.ts'
import { toDeletedCircle } from './rules.ts'

/**
 * Takes a circle out of everybody's sight at once; for `limits.deletionDays` its owner can take it back, then it is
 * purged. Open streams end with the event. Throws NotFound, ROLE_TOO_LOW when the caller owns it no more.
 */
export async function deleteCircle(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshCircleScope<'circle.delete'>,
): Promise<DeletedCircle> {
  return deps.transaction(async (tx) => {
    const { circleId } = scope
    const roles = await lockRoles(tx, circleId, [scope.userId])
    if (roles.get(scope.userId) !== 'owner') throw new DomainError('ROLE_TOO_LOW')
    const now = tx.effects.clock.now()
    const circle = await tx
      .updateTable('circles')
      .set({ deletionDueAt: addSeconds(now, limits.deletionDays * secondsPerDay) })
      .where('id', '=', circleId)
      .returning(['id', 'name', 'deletionDueAt'])
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'circle.deleted', circleId })
    await publish(tx, circleId, { type: 'circle.deleted' })
    return toDeletedCircle(circle)
  })
}
