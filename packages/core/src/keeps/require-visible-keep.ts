import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { isShownTo } from './rules.ts'

/**
 * A keep that this reader sees on the timeline, locked until the transaction ends. Throws NotFound for one in the
 * trash, one that only admins see, and one of another circle.
 */
export async function requireVisibleKeep(tx: Tx, scope: ReaderScope | CircleScope, keepId: string) {
  const keep = await tx
    .selectFrom('keeps')
    .select(['id', 'visibility', 'trashedAt', 'commentCount'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', keepId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!keep || !isShownTo(scope, keep)) throw notFound()
  return keep
}
