import type { ClearReaction, KeepReactions } from '@kinkeep/contracts/reactions'
import type { ReaderScope } from '../guest-links/access.ts'
import { requireVisibleKeep } from '../keeps/require-visible-keep.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { getKeepReactions } from './queries.ts'

/** Takes back one's own reaction. Without one nothing changes. Throws NotFound for a keep that the caller does not see. */
export async function clearReaction(
  deps: Pick<Deps, 'transaction'>,
  scope: ReaderScope<'reaction.set'>,
  { keepId }: ClearReaction,
): Promise<KeepReactions> {
  const { circleId, userId, guestLinkId } = scope
  return deps.transaction(async (tx) => {
    await requireVisibleKeep(tx, scope, keepId)
    const cleared = await tx
      .deleteFrom('reactions')
      .where('circleId', '=', circleId)
      .where('keepId', '=', keepId)
      .where('userId', 'is not distinct from', userId)
      .where('guestLinkId', 'is not distinct from', guestLinkId)
      .returning('id')
      .executeTakeFirst()
    const view = await getKeepReactions(tx, scope, keepId, null)
    if (cleared) await publish(tx, circleId, { type: 'reactions.changed', keepId })
    return view
  })
}
