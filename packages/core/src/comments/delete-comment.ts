import type { DeleteComment } from '@kinkeep/contracts/comments'
import type { ReaderScope } from '../guest-links/access.ts'
import { requireVisibleKeep } from '../keeps/require-visible-keep.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { getComment } from './queries.ts'
import { assertMayDelete } from './rules.ts'
import { selectReplies } from './sql.ts'

/**
 * Deletes a comment: its words at once, and its place when nothing answers it any more. One whose words are gone
 * stays as it is. Throws NotFound, and ROLE_TOO_LOW for somebody else's, which admins alone delete.
 */
export async function deleteComment(
  deps: Pick<Deps, 'transaction'>,
  scope: ReaderScope<'comment.change'>,
  { keepId, commentId }: DeleteComment,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    await requireVisibleKeep(tx, scope, keepId)
    const comment = await getComment(tx, scope, keepId, commentId)
    if (comment.body === null) return
    assertMayDelete(scope, comment)

    const isAnswered = await selectReplies(tx, circleId, commentId).executeTakeFirst()
    if (isAnswered) await emptyComment(tx, circleId, commentId)
    else await removeComment(tx, circleId, comment)
    await audit(tx, scope.actor, { action: 'comment.deleted', circleId, subjectId: commentId })
    await publish(tx, circleId, { type: 'comments.changed', keepId })
  })
}

/** Leaves the place in which the replies stand, and nothing of who spoke there, nor to whom. */
async function emptyComment(tx: Tx, circleId: string, commentId: string): Promise<void> {
  await tx
    .deleteFrom('commentMentions')
    .where('circleId', '=', circleId)
    .where('commentId', '=', commentId)
    .execute()
  await tx
    .updateTable('comments')
    .set({
      body: null,
      deletedAt: tx.effects.clock.now(),
      editedAt: null,
      userId: null,
      guestLinkId: null,
      idempotencyKey: null,
    })
    .where('circleId', '=', circleId)
    .where('id', '=', commentId)
    .execute()
}

/** With it goes an emptied comment that it was the last to answer. */
async function removeComment(
  tx: Tx,
  circleId: string,
  { id, parentId }: { id: string; parentId: string | null },
): Promise<void> {
  await tx.deleteFrom('comments').where('circleId', '=', circleId).where('id', '=', id).execute()
  if (!parentId) return
  await tx
    .deleteFrom('comments')
    .where('circleId', '=', circleId)
    .where('id', '=', parentId)
    .where('deletedAt', 'is not', null)
    .where(({ not, exists }) => not(exists(selectReplies(tx, circleId, parentId))))
    .execute()
}
