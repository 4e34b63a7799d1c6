import type { Consent, RequestUpgrade, UpgradeView } from '@kinkeep/contracts/upgrades'
import { lockChild } from '../children/lock-child.ts'
import type { FreshCircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { assertRoom } from '../media/assert-room.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendUpgradeMail } from './jobs.ts'
import { type ConsentPaper, readConsentPaperHead } from './read-consent-paper-head.ts'
import { toUpgradeView, upgradeExpiry, upgradeMails, upgradeMailsToOne, upgradePrefix } from './rules.ts'
import { endUpgrade, lockPending, selectUpgrades, writeEntry } from './sql.ts'

/**
 * Offers a child an account of their own, with a guardian's consent, by a mail to the young adult's address. One that
 * nobody answered in time makes place. Throws NotFound, CHILD_IS_GROWN, UPGRADE_PENDING, TOO_MANY_REQUESTS,
 * INVALID_INPUT for the caller's own address; UPLOAD_MISSING, MEDIA_NOT_USABLE and CIRCLE_FULL for a signed form.
 */
export async function requestUpgrade(
  deps: Pick<Deps, 'transaction' | 'random' | 'storage' | 'limits'>,
  scope: FreshCircleScope<'upgrade.request'>,
  { childId, email, consent }: RequestUpgrade,
): Promise<UpgradeView> {
  const { circleId, userId } = scope
  if (email === scope.user.email) throw new DomainError('INVALID_INPUT', { fields: { email: ['invalid'] } })
  await deps.limits.take(
    { key: `upgrade:${userId}:${email}`, limit: upgradeMailsToOne },
    { key: `upgrade:${userId}`, limit: upgradeMails },
  )
  const paper =
    consent.kind === 'paper' ? await readConsentPaperHead(deps.storage, circleId, consent.paperId) : null

  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const child = await lockChild(tx, circleId, childId)
    if (child.userId) throw new DomainError('CHILD_IS_GROWN')
    const { clock } = tx.effects
    const before = await lockPending(tx, circleId, childId)
    if (before && before.expiresAt > clock.now()) throw new DomainError('UPGRADE_PENDING')
    if (before) await endUpgrade(tx, circleId, before, null)
    // A form is a request's own: it has the same id, and goes with it.
    const id = consent.kind === 'paper' ? consent.paperId : deps.random.id()
    if (paper) await assertPaperUnused(tx, circleId, id)

    const now = clock.now()
    await tx
      .insertInto('childUpgrades')
      .values({
        ...{ circleId, id, childId, email, status: 'pending' },
        ...toConsentRow(consent, paper),
        consentedAt: now,
        requestedBy: userId,
        createdAt: now,
        expiresAt: upgradeExpiry(clock),
      })
      .execute()
    if (paper) await assertRoom(tx, circleId)
    await writeEntry(tx, circleId, { id, childId }, { action: 'request_initiated', userId })
    await enqueue(tx, sendUpgradeMail, { upgradeId: id, issue: 1 })
    await audit(tx, scope.actor, { action: 'upgrade.requested', circleId, subjectId: id })
    const row = await selectUpgrades(tx, circleId)
      .where('childUpgrades.id', '=', id)
      .executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'child.changed', childId })
    return toUpgradeView(row, clock)
  })
}

function toConsentRow(consent: Consent, paper: ConsentPaper | null) {
  return {
    consentKind: consent.kind,
    consentVersion: consent.version,
    consentLanguage: consent.language,
    guardianName: consent.guardianName,
    witnessName: consent.kind === 'verbal' ? consent.witnessName : null,
    paperBytes: paper?.bytes ?? null,
    paperType: paper?.type ?? null,
  }
}

/** Not one of an earlier request, and not one that is being removed since nobody used it. */
async function assertPaperUnused(tx: Tx, circleId: string, paperId: string): Promise<void> {
  const used = await tx.selectFrom('childUpgrades').select('id').where('id', '=', paperId).executeTakeFirst()
  const removed = await tx
    .selectFrom('objectRemovals')
    .select('prefix')
    .where('prefix', '=', upgradePrefix(circleId, paperId))
    .executeTakeFirst()
  if (used || removed) throw new DomainError('UPLOAD_MISSING')
}
