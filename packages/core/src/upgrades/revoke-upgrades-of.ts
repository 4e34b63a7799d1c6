import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { endUpgrade } from './sql.ts'

/**
 * Takes back the offers that somebody made in a circle where they may not any more: one to another address of theirs
 * would be a way back in. The circle is locked.
 */
export async function revokeUpgradesOf(tx: Tx, circleId: string, userId: string): Promise<void> {
  const waiting = await tx
    .selectFrom('childUpgrades')
    .select(['id', 'childId'])
    .where('circleId', '=', circleId)
    .where('requestedBy', '=', userId)
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
