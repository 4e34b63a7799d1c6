import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { endUpgrade } from './sql.ts'

/**
 * Takes back offers in a circle that somebody may not make any more, or is put out of: those that they made, one of
 * which to another address of theirs would be a way back in, or those to their own address. The circle is locked.
 */
export async function revokeUpgradesOf(
  tx: Tx,
  circleId: string,
  which: { requestedBy: string } | { email: string },
): Promise<void> {
  const waiting = await tx
    .selectFrom('childUpgrades')
    .select(['id', 'childId'])
    .where('circleId', '=', circleId)
    .where((upgrade) =>
      'email' in which ? upgrade('email', '=', which.email) : upgrade('requestedBy', '=', which.requestedBy),
    )
    .where('status', '=', 'pending')
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const upgrade of waiting) {
    await endUpgrade(tx, circleId, upgrade, null)
    await audit(tx, { userId: null }, { action: 'upgrade.revoked', circleId, subjectId: upgrade.id })
    await publish(tx, circleId, { type: 'child.changed', childId: upgrade.childId })
  }
}
