import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'

/**
 * That all of these keeps are on the caller's timeline, held until the transaction ends, so that none goes before it is
 * in the album. Before the album, as whoever deletes keeps holds them. Throws NotFound.
 */
export async function requireShownKeeps(
  tx: Tx,
  { circleId, role }: CircleScope,
  keepIds: readonly string[],
): Promise<void> {
  const found = await tx
    .selectFrom('keeps')
    .select('id')
    .where('circleId', '=', circleId)
    .where(sql<boolean>`id = any(${keepIds}::uuid[])`)
    .where('trashedAt', 'is', null)
    .$if(!can(role, 'keep.restrict'), (query) => query.where('visibility', '=', 'circle'))
    .orderBy('id')
    .forKeyShare()
    .execute()
  if (found.length !== new Set(keepIds).size) throw notFound()
}
