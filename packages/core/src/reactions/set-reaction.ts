import type { KeepReactions, SetReaction } from '@kinkeep/contracts/reactions'
import { sql } from 'kysely'
import { recordActivity } from '../activities/record-activity.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import { requireVisibleKeep } from '../keeps/require-visible-keep.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { getKeepReactions } from './queries.ts'

/**
 * Reacts to a keep, or changes how: one reaction a person, or guest link, and keep. The same again changes nothing.
 * Throws NotFound for a keep that the caller does not see.
 */
export async function setReaction(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: ReaderScope<'reaction.set'>,
  { keepId, kind }: SetReaction,
): Promise<KeepReactions> {
  return deps.transaction(async (tx) => {
    await requireVisibleKeep(tx, scope, keepId)
    const change = await upsert(tx, scope, { id: deps.random.id(), keepId, kind })
    const view = await getKeepReactions(tx, scope, keepId, kind)
    if (change?.isFirst) await recordActivity(tx, scope.circleId, scope, { kind: 'keep.reacted', keepId })
    if (change) await publish(tx, scope.circleId, { type: 'reactions.changed', keepId })
    return view
  })
}

interface NewReaction extends Pick<SetReaction, 'keepId' | 'kind'> {
  id: string
}

/** Whether it is the first, or takes the place of another; undefined when it was there already. */
async function upsert(
  tx: Tx,
  { circleId, userId, guestLinkId }: ReaderScope,
  { id, keepId, kind }: NewReaction,
): Promise<{ isFirst: boolean } | undefined> {
  return tx
    .insertInto('reactions')
    .values({ circleId, id, keepId, userId, guestLinkId, kind, createdAt: tx.effects.clock.now() })
    .onConflict((conflict) => {
      const own = userId === null ? ('guestLinkId' as const) : ('userId' as const)
      return conflict
        .columns(['circleId', 'keepId', own])
        .where(own, 'is not', null)
        .doUpdateSet({ kind })
        .where('reactions.kind', '<>', kind)
    })
    .returning(sql<boolean>`xmax = 0`.as('isFirst'))
    .executeTakeFirst()
}
