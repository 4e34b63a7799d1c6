import type { CircleView, HandOverCircle } from '@kinkeep/contracts/circles'
import { findHindrance, hindrances } from '@kinkeep/contracts/hindrances'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import type { FreshCircleScope } from './access.ts'
import { lockRoles } from './lock-roles.ts'
import { makeOwner } from './make-owner.ts'
import { toCircleView } from './rules.ts'
import { selectCircles } from './sql.ts'

/**
 * Makes another member the owner; who was it becomes an admin. Of two hand-overs at once one happens. Throws
 * NotFound for somebody who is not in the circle, and ROLE_TOO_LOW when the caller owns it no more.
 */
export async function handOverCircle(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshCircleScope<'circle.handOver'>,
  input: HandOverCircle,
): Promise<CircleView> {
  return deps.transaction(async (tx) => {
    const { circleId } = scope
    const roles = await lockRoles(tx, circleId, [scope.userId, input.userId])
    const actor = roles.get(scope.userId)
    if (!actor || !roles.has(input.userId)) throw notFound()
    const hindrance = findHindrance(actor, 'circle.handOver')
    if (hindrance) throw new DomainError(hindrances[hindrance])
    if (input.userId !== scope.userId) {
      await recordActivity(tx, circleId, scope, { kind: 'circle.handedOver', otherUserId: input.userId })
      await audit(tx, scope.actor, { action: 'circle.handedOver', circleId, subjectId: input.userId })
      await makeOwner(tx, circleId, { from: scope.userId, to: input.userId })
    }
    const row = await selectCircles(tx, scope.userId)
      .where('circles.id', '=', circleId)
      .executeTakeFirstOrThrow()
    return toCircleView(row)
  })
}
