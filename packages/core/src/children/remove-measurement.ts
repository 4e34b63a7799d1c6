import type { RemoveMeasurement } from '@kinkeep/contracts/children'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getChildForWrite } from './queries.ts'

/** Takes away what was measured on a day. Throws NotFound, ROLE_TOO_LOW, CHILD_IS_GROWN. */
export async function removeMeasurement(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'measurement.add'>,
  { childId, measurementId }: RemoveMeasurement,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    await getChildForWrite(tx, scope, childId)
    const removed = await tx
      .deleteFrom('measurements')
      .where('circleId', '=', circleId)
      .where('childId', '=', childId)
      .where('id', '=', measurementId)
      .returning('id')
      .executeTakeFirst()
    if (!removed) throw notFound()
    await audit(tx, scope.actor, { action: 'measurement.removed', circleId, subjectId: removed.id })
    await publish(tx, circleId, { type: 'child.changed', childId })
  })
}
