import type { Tx } from '../platform/db.ts'

/** Keeps that came into the trash before an instant, or at it, locked, the longest there first. The circle is locked. */
export async function selectTrashedBefore(
  tx: Tx,
  circleId: string,
  instant: Date,
  count: number,
): Promise<string[]> {
  const keeps = await tx
    .selectFrom('keeps')
    .select('id')
    .where('circleId', '=', circleId)
    .where('trashedAt', '<=', instant)
    .orderBy('trashedAt')
    .orderBy('id')
    .limit(count)
    .forUpdate()
    .execute()
  return keeps.map(({ id }) => id)
}
