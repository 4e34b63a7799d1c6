import type { Tx } from '../platform/db.ts'

/** How many of them a circle has. To be asked under the circle's lock, where no more than so many are allowed. */
export async function countAdded(
  tx: Tx,
  circleId: string,
  table: 'albums' | 'children' | 'pets',
): Promise<number> {
  const { count } = await tx
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('circleId', '=', circleId)
    .executeTakeFirstOrThrow()
  return count
}
