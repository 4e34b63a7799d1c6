import type { ReactionKind } from '@kinkeep/contracts/reaction-kinds'
import type { KeepReactions, ListReactions } from '@kinkeep/contracts/reactions'
import type { ReaderScope } from '../guest-links/access.ts'
import { assertVisibleKeep } from '../keeps/assert-visible-keep.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { toKeepReactions, toReactionView } from './rules.ts'

/** Who reacted to a keep, first to last, in two statements. Throws NotFound for a keep that the reader does not see. */
export async function listReactions(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'reaction.read'>,
  input: ListReactions,
) {
  const after = decodeCursor(input.cursor, [idPattern])
  await assertVisibleKeep(deps, scope, input.keepId)
  const rows = await deps.db
    .selectFrom('reactions')
    .leftJoin('users', 'users.id', 'reactions.userId')
    .leftJoin('guestLinks', (join) =>
      join
        .onRef('guestLinks.circleId', '=', 'reactions.circleId')
        .onRef('guestLinks.id', '=', 'reactions.guestLinkId'),
    )
    .where('reactions.circleId', '=', scope.circleId)
    .where('reactions.keepId', '=', input.keepId)
    .$if(input.kind !== undefined, (query) => query.where('reactions.kind', '=', input.kind ?? 'like'))
    .$if(after !== undefined, (query) => query.where('reactions.id', '>', after?.[0] ?? ''))
    .select(['reactions.id', 'reactions.kind', 'reactions.createdAt'])
    .select(['reactions.userId', 'reactions.guestLinkId', 'reactions.toldBy'])
    .select(['users.name as userName', 'users.avatarId as userAvatarId', 'guestLinks.name as guestName'])
    .orderBy('reactions.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(
    rows,
    input.limit,
    (row) => [row.id],
    (row) => toReactionView(scope, row),
  )
}

/** The counts of a keep that is locked, with the reaction that the caller has on it now. */
export async function getKeepReactions(
  tx: Tx,
  scope: ReaderScope,
  keepId: string,
  myReaction: ReactionKind | null,
): Promise<KeepReactions> {
  const row = await tx
    .selectFrom('keeps')
    .select(['likeCount', 'loveCount', 'laughCount', 'wowCount', 'celebrateCount'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', keepId)
    .executeTakeFirstOrThrow()
  return toKeepReactions(row, myReaction)
}
