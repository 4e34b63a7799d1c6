import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import { removeConsentPapers } from '../upgrades/remove-consent-papers.ts'

/** Deletes a child's row, what was measured and signed, and its name from every keep, which are locked. */
export async function removeChild(tx: Tx, circleId: string, childId: string): Promise<void> {
  await removeConsentPapers(tx, circleId, childId)
  await tx.deleteFrom('children').where('circleId', '=', circleId).where('id', '=', childId).execute()
  await sql`
    update keeps set child_ids = array_remove(child_ids, ${childId}::uuid)
    where circle_id = ${circleId} and child_ids <> '{}' and child_ids @> array[${childId}::uuid]
  `.execute(tx)
}
