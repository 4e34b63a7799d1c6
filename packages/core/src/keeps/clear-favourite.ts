import type { SetFavourite } from '@kinkeep/contracts/browse'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { requireVisibleKeep } from './require-visible-keep.ts'

/** Takes a keep out of the caller's favourites, or leaves it out. Throws NotFound for a keep that they do not see. */
export async function clearFavourite(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'favourite.set'>,
  { keepId }: SetFavourite,
): Promise<{ isFavourite: boolean }> {
  return deps.transaction(async (tx) => {
    await requireVisibleKeep(tx, scope, keepId)
    await tx
      .deleteFrom('favourites')
      .where('circleId', '=', scope.circleId)
      .where('userId', '=', scope.userId)
      .where('keepId', '=', keepId)
      .execute()
    return { isFavourite: false }
  })
}
