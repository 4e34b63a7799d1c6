import type { ReadConsentPaper } from '@kinkeep/contracts/upgrades'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { paperFileName, paperKey } from './rules.ts'

/**
 * A short-lived address of a signed form, which hands it out as a file of no type that a browser would show. Written
 * down, whoever asks. Throws NotFound.
 */
export async function readConsentPaper(
  deps: Pick<Deps, 'transaction' | 'storage'>,
  scope: CircleScope<'upgrade.read'>,
  { childId, upgradeId }: ReadConsentPaper,
): Promise<{ url: string }> {
  const { circleId } = scope
  const type = await deps.transaction(async (tx) => {
    const upgrade = await tx
      .selectFrom('childUpgrades')
      .select('paperType')
      .where('circleId', '=', circleId)
      .where('id', '=', upgradeId)
      .where('childId', '=', childId)
      .executeTakeFirst()
    if (!upgrade?.paperType) throw notFound()
    await audit(tx, scope.actor, { action: 'upgrade.paperRead', circleId, subjectId: upgradeId })
    return upgrade.paperType
  })
  const { url } = await deps.storage.signDownload({
    key: paperKey(circleId, upgradeId),
    contentType: 'application/octet-stream',
    saveAs: paperFileName(type),
  })
  return { url }
}
