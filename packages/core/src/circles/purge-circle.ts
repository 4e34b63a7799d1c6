import { removeObjects } from '../media/remove-objects.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'

/** Deletes a circle for good: its rows now, and all that lies in the store under its name once this commits. */
export async function purgeCircle(tx: Tx, circleId: string): Promise<void> {
  await removeObjects(tx, [`circles/${circleId}/`])
  await tx.deleteFrom('circles').where('id', '=', circleId).execute()
  await audit(tx, { userId: null }, { action: 'circle.purged', circleId })
}
