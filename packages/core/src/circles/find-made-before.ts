import type { Tx } from '../platform/db.ts'
import type { CircleScope } from './access.ts'

/** Tables of what a member adds to a circle once for each idempotency key. */
type Added = 'albums' | 'children' | 'pets'

/**
 * The id of what the caller added with this key before; undefined without a key, or for the first time. To be asked
 * under the circle's lock, so that the second of two equal tries finds what the first one made.
 */
export async function findMadeBefore(
  tx: Tx,
  { circleId, userId }: CircleScope,
  table: Added,
  idempotencyKey: string | undefined,
): Promise<string | undefined> {
  if (idempotencyKey === undefined) return undefined
  const made = await tx
    .selectFrom(table)
    .select('id')
    .where('circleId', '=', circleId)
    .where('createdBy', '=', userId)
    .where('idempotencyKey', '=', idempotencyKey)
    .executeTakeFirst()
  return made?.id
}
