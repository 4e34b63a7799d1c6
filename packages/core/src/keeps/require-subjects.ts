import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'

/**
 * Children and pets that a keep is to show, held until the transaction ends, so that none goes before the keep that
 * names it is there to be seen. Throws NotFound unless all of them are of this circle.
 */
export async function requireSubjects(
  tx: Tx,
  { circleId }: CircleScope,
  childIds: readonly string[] = [],
  petIds: readonly string[] = [],
): Promise<void> {
  for (const [table, ids] of [['children', childIds] as const, ['pets', petIds] as const]) {
    if (ids.length === 0) continue
    const found = await tx
      .selectFrom(table)
      .select('id')
      .where('circleId', '=', circleId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .orderBy('id')
      .forKeyShare()
      .execute()
    if (found.length !== ids.length) throw notFound()
  }
}
