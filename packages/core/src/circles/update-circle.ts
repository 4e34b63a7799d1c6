import type { CircleView, UpdateCircle } from '@kinkeep/contracts/circles'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { CircleScope } from './access.ts'
import { toCircleView } from './rules.ts'
import { selectCircles } from './sql.ts'

/** Renames or describes a circle: what is not given stays, an empty description is none. Throws NotFound. */
export async function updateCircle(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'circle.update'>,
  input: UpdateCircle,
): Promise<CircleView> {
  return deps.transaction(async (tx) => {
    const before = await tx
      .selectFrom('circles')
      .select('name')
      .where('id', '=', scope.circleId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!before) throw notFound()
    await tx
      .updateTable('circles')
      .set({
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.description === undefined ? {} : { description: input.description || null }),
        updatedAt: tx.effects.clock.now(),
      })
      .where('id', '=', scope.circleId)
      .execute()
    const row = await selectCircles(tx, scope.userId)
      .where('circles.id', '=', scope.circleId)
      .executeTakeFirstOrThrow()
    if (row.name !== before.name) await recordActivity(tx, scope.circleId, scope, { kind: 'circle.renamed' })
    await audit(tx, scope.actor, { action: 'circle.updated', circleId: scope.circleId })
    await publish(tx, scope.circleId, { type: 'circle.changed' })
    return toCircleView(row)
  })
}
