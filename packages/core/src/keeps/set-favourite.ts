import type { SetFavourite } from '@kinkeep/contracts/browse'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { requireVisibleKeep } from './require-visible-keep.ts'

/**
 * Puts a keep among the caller's own favourites, of which nobody else learns. The same again changes nothing. Throws
 * NotFound for a keep that the caller does not see.
 */
export async function setFavourite(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'favourite.set'>,
  { keepId }: SetFavourite,
): Promise<{ isFavourite: boolean }> {
  return deps.transaction(async (tx) => {
    await requireVisibleKeep(tx, scope, keepId)
    await tx
      .insertInto('favourites')
      .values({
        circleId: scope.circleId,
        userId: scope.userId,
        keepId,
        createdAt: tx.effects.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return { isFavourite: true }
  })
}
