import type { CircleView, RestoreCircle } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { toCircleView } from './rules.ts'
import { selectCircles } from './sql.ts'

/**
 * Takes back a circle that the caller owns and deleted. Its row is the lock under which it is purged: whoever comes
 * first wins. Throws NotFound for everybody else, and once it is too late.
 */
export async function restoreCircle(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  { circleId }: RestoreCircle,
): Promise<CircleView> {
  return deps.transaction(async (tx) => {
    const restored = await tx
      .updateTable('circles')
      .set({ deletionDueAt: null })
      .where('id', '=', circleId)
      .where('deletionDueAt', '>', tx.effects.clock.now())
      .where((circle) =>
        circle.exists(
          tx
            .selectFrom('memberships')
            .select('role')
            .where('memberships.circleId', '=', circleId)
            .where('memberships.userId', '=', scope.userId)
            .where('memberships.role', '=', 'owner'),
        ),
      )
      .returning('id')
      .executeTakeFirst()
    if (!restored) throw notFound()
    const row = await selectCircles(tx, scope.userId)
      .where('circles.id', '=', circleId)
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'circle.restored', circleId })
    await publish(tx, circleId, { type: 'circle.changed' })
    return toCircleView(row)
  })
}
