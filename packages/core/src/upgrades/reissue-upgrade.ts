import type { OneUpgrade, UpgradeView } from '@kinkeep/contracts/upgrades'
import { lockChild } from '../children/lock-child.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendUpgradeMail } from './jobs.ts'
import { toUpgradeView, upgradeExpiry, upgradeMails, upgradeMailsToOne } from './rules.ts'
import { lockPending, selectUpgrades, writeEntry } from './sql.ts'

/**
 * Mails the link once more and gives it its full time again, also when that is over. Links of earlier mails open
 * nothing from now on, even of one that has not left yet. Throws NotFound when none waits, TOO_MANY_REQUESTS.
 */
export async function reissueUpgrade(
  deps: Pick<Deps, 'db' | 'transaction' | 'limits'>,
  scope: CircleScope<'upgrade.request'>,
  { childId }: OneUpgrade,
): Promise<UpgradeView> {
  const { circleId, userId } = scope
  const waiting = await selectUpgrades(deps.db, circleId)
    .where('childUpgrades.childId', '=', childId)
    .where('childUpgrades.status', '=', 'pending')
    .executeTakeFirst()
  if (!waiting) throw notFound()
  await deps.limits.take(
    { key: `upgrade:${userId}:${waiting.email}`, limit: upgradeMailsToOne },
    { key: `upgrade:${userId}`, limit: upgradeMails },
  )

  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    await lockChild(tx, circleId, childId)
    const upgrade = await lockPending(tx, circleId, childId)
    if (!upgrade) throw notFound()
    const { clock } = tx.effects
    await tx.deleteFrom('emailTokens').where('childUpgradeId', '=', upgrade.id).execute()
    const { issue } = await tx
      .updateTable('childUpgrades')
      .set((set) => ({ issue: set('issue', '+', 1), expiresAt: upgradeExpiry(clock) }))
      .where('circleId', '=', circleId)
      .where('id', '=', upgrade.id)
      .returning('issue')
      .executeTakeFirstOrThrow()
    await writeEntry(tx, circleId, upgrade, { action: 'token_reissued', userId })
    await enqueue(tx, sendUpgradeMail, { upgradeId: upgrade.id, issue })
    await audit(tx, scope.actor, { action: 'upgrade.reissued', circleId, subjectId: upgrade.id })
    const row = await selectUpgrades(tx, circleId)
      .where('childUpgrades.id', '=', upgrade.id)
      .executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'child.changed', childId })
    return toUpgradeView(row, clock)
  })
}
