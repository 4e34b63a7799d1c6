import type { RemovePlace } from '@kinkeep/contracts/places'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { getKeepForWrite } from '../keeps/queries.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'

/**
 * Forgets where the photos of a keep were taken, also for whoever reads their originals anew; those stay as they came.
 * Authors may, and admins. Throws NotFound, ROLE_TOO_LOW.
 */
export async function removePlace(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'place.remove'>,
  { keepId }: RemovePlace,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    const keep = await getKeepForWrite(tx, scope, keepId)
    await sql`
      update media set latitude = null, longitude = null, place_removed_at = ${tx.effects.clock.now()}
      where circle_id = ${circleId} and place_removed_at is null and (
        keep_id = ${keep.id}
        or live_of_id in (select id from media half where half.circle_id = ${circleId} and half.keep_id = ${keep.id})
      )
    `.execute(tx)
    await audit(tx, scope.actor, { action: 'keep.placeRemoved', circleId, subjectId: keep.id })
    await publish(tx, circleId, { type: 'keep.changed', keepId: keep.id })
  })
}
