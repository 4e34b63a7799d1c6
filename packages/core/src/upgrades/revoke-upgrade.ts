import type { OneUpgrade, UpgradeView } from '@kinkeep/contracts/upgrades'
import { lockChild } from '../children/lock-child.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { toUpgradeView, upgradeRevocations } from './rules.ts'
import { endUpgrade, lockPending, selectUpgrades } from './sql.ts'

/** Takes the offer back; its link says so. Throws NotFound when none waits, TOO_MANY_REQUESTS. */
export async function revokeUpgrade(
  deps: Pick<Deps, 'transaction' | 'limits'>,
  scope: CircleScope<'upgrade.revoke'>,
  { childId }: OneUpgrade,
): Promise<UpgradeView> {
  const { circleId, userId } = scope
  await deps.limits.take({ key: `upgrade-revoke:${userId}`, limit: upgradeRevocations })
  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    await lockChild(tx, circleId, childId)
    const upgrade = await lockPending(tx, circleId, childId)
    if (!upgrade) throw notFound()
    await endUpgrade(tx, circleId, upgrade, userId)
    await audit(tx, scope.actor, { action: 'upgrade.revoked', circleId, subjectId: upgrade.id })
    const row = await selectUpgrades(tx, circleId)
      .where('childUpgrades.id', '=', upgrade.id)
      .executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'child.changed', childId })
    return toUpgradeView(row, tx.effects.clock)
  })
}
