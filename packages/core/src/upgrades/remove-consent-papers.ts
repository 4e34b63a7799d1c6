import { removeObjects } from '../media/remove-objects.ts'
import type { Tx } from '../platform/db.ts'
import { upgradePrefix } from './rules.ts'

/** Has the forms removed that were signed for a child whose profile is being deleted. Before its row goes. */
export async function removeConsentPapers(tx: Tx, circleId: string, childId: string): Promise<void> {
  const papers = await tx
    .selectFrom('childUpgrades')
    .select('id')
    .where('circleId', '=', circleId)
    .where('childId', '=', childId)
    .where('paperBytes', 'is not', null)
    .execute()
  await removeObjects(
    tx,
    papers.map(({ id }) => upgradePrefix(circleId, id)),
  )
}
