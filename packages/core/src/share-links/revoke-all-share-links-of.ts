import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { revokeShareLinksOf } from './revoke-share-links-of.ts'

/** Ends the share links of somebody whose account is closed, in every circle: it may be closed for what they did. */
export async function revokeAllShareLinksOf(tx: Tx, userId: string): Promise<void> {
  const circles = await tx
    .selectFrom('shareLinks')
    .select('circleId')
    .distinct()
    .where('createdBy', '=', userId)
    .where('revokedAt', 'is', null)
    .orderBy('circleId')
    .execute()
  for (const { circleId } of circles) {
    await revokeShareLinksOf(tx, circleId, userId, null)
    await publish(tx, circleId, { type: 'shareLink.changed' })
  }
}
