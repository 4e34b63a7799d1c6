import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import type { Tx } from '../platform/db.ts'
import { countDay } from './sql.ts'

/**
 * Shows a keep to the whole circle, or to its owner and admins alone, and moves the counts of those. Does nothing when
 * it is so already. The keep is locked, its date settled, and where it is counted in several days, the circle too.
 */
export async function setVisibility(
  tx: Tx,
  circleId: string,
  keepId: string,
  visibility: Visibility,
): Promise<void> {
  const keep = await tx
    .selectFrom('keeps')
    .select(['happenedAt', 'visibility', 'trashedAt'])
    .where('circleId', '=', circleId)
    .where('id', '=', keepId)
    .executeTakeFirstOrThrow()
  if (keep.visibility === visibility) return
  await tx
    .updateTable('keeps')
    .set({ visibility })
    .where('circleId', '=', circleId)
    .where('id', '=', keepId)
    .execute()
  if (keep.trashedAt) return
  const adminKeeps = visibility === 'admins' ? 1 : -1
  await tx
    .updateTable('circles')
    .set((set) => ({ adminKeepCount: set('adminKeepCount', '+', adminKeeps) }))
    .where('id', '=', circleId)
    .execute()
  await countDay(tx, circleId, keep.happenedAt, { keeps: 0, adminKeeps })
}
