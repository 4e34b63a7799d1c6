import type { z } from 'zod'
import { lockCircle } from '../circles/lock-circle.ts'
import { removeObjects } from '../media/remove-objects.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { hashToken } from '../platform/token-hash.ts'
import { upgradeEmail } from './emails.ts'
import type { dropConsentPaper, sendUpgradeMail } from './jobs.ts'
import { endedUpgradeDays, upgradePrefix } from './rules.ts'
import { endUpgrade } from './sql.ts'

/**
 * Written in the language of whoever asked for it. Sends nothing when the request ended or expired meanwhile, was
 * sent anew, or whoever asked is no admin any more. A run that died after the mail left sends it again with a token
 * of its own; both work.
 */
export async function handleSendUpgradeMail(
  deps: Pick<WorkerDeps, 'transaction' | 'random' | 'mailer' | 'publicUrl'>,
  { upgradeId, issue }: z.infer<typeof sendUpgradeMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const token = deps.random.token()
  const found = await deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    const upgrade = await tx
      .selectFrom('childUpgrades')
      .innerJoin('circles', 'circles.id', 'childUpgrades.circleId')
      .innerJoin('children', (join) =>
        join
          .onRef('children.circleId', '=', 'childUpgrades.circleId')
          .onRef('children.id', '=', 'childUpgrades.childId'),
      )
      .innerJoin('memberships', (join) =>
        join
          .onRef('memberships.circleId', '=', 'childUpgrades.circleId')
          .onRef('memberships.userId', '=', 'childUpgrades.requestedBy'),
      )
      .innerJoin('users as requester', 'requester.id', 'childUpgrades.requestedBy')
      .where('childUpgrades.id', '=', upgradeId)
      .where('childUpgrades.issue', '=', issue)
      .where('childUpgrades.status', '=', 'pending')
      .where('childUpgrades.expiresAt', '>', now)
      .where('circles.deletionDueAt', 'is', null)
      .where('memberships.role', 'in', ['owner', 'admin'])
      .select(['childUpgrades.email', 'childUpgrades.expiresAt', 'circles.name as circleName'])
      .select(['children.name as childName', 'requester.name as requestedBy'])
      .select(['requester.language', 'requester.timeZone'])
      // Whoever sends it anew waits, and then ends this token with the others.
      .forUpdate('childUpgrades')
      .executeTakeFirst()
    if (!upgrade) return undefined
    await tx
      .insertInto('emailTokens')
      .values({
        tokenHash: hashToken(token),
        purpose: 'child_upgrade',
        childUpgradeId: upgradeId,
        createdAt: now,
      })
      .execute()
    return upgrade
  })
  if (!found?.email) return
  const { email, ...words } = found
  const mail = await upgradeEmail({ ...words, url: `${deps.publicUrl}/grow/${token}` })
  await deps.mailer.send({ ...mail, to: email, messageKey: jobId })
}

/** Under the circle's lock, where a request would name it. */
export async function handleDropConsentPaper(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, paperId }: z.infer<typeof dropConsentPaper.payload>,
): Promise<void> {
  await deps.transaction(async (tx) => {
    await lockCircle(tx, circleId)
    const used = await tx
      .selectFrom('childUpgrades')
      .select('id')
      .where('circleId', '=', circleId)
      .where('id', '=', paperId)
      .executeTakeFirst()
    if (!used) await removeObjects(tx, [upgradePrefix(circleId, paperId)])
  })
}

/** Who asked for what, and when, stays; the address does not, and its links say no more than any wrong one. */
export async function handleSweepUpgrades(deps: Pick<WorkerDeps, 'transaction' | 'clock'>): Promise<void> {
  const before = addSeconds(deps.clock.now(), -endedUpgradeDays * secondsPerDay)
  await deps.transaction(async (tx) => {
    const unanswered = await tx
      .selectFrom('childUpgrades')
      .select(['circleId', 'id', 'childId'])
      .where('status', '=', 'pending')
      .where('expiresAt', '<', before)
      .orderBy('id')
      .limit(1000)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const upgrade of unanswered) {
      await endUpgrade(tx, upgrade.circleId, upgrade, null)
    }
  })
  await deps.transaction(async (tx) => {
    const ended = await tx
      .updateTable('childUpgrades')
      .set({ email: null })
      .where('email', 'is not', null)
      .where((upgrade) =>
        upgrade.or([
          upgrade('endedAt', '<=', before),
          upgrade('status', '=', 'revoked').and('expiresAt', '<', before),
        ]),
      )
      .returning('id')
      .execute()
    const ids = ended.map(({ id }) => id)
    if (ids.length > 0) await tx.deleteFrom('emailTokens').where('childUpgradeId', 'in', ids).execute()
  })
}
