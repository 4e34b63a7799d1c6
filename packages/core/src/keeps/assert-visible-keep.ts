import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { isShownTo } from './rules.ts'

/** For reading what belongs to a keep: answers who sees it. Throws NotFound for one that this reader does not see on the timeline. */
export async function assertVisibleKeep(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope | CircleScope,
  keepId: string,
): Promise<Visibility> {
  const keep = await deps.db
    .selectFrom('keeps')
    .select(['visibility', 'trashedAt'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', keepId)
    .executeTakeFirst()
  if (!keep || !isShownTo(scope, keep)) throw notFound()
  return keep.visibility
}
