import type { CommentView, UpdateComment } from '@kinkeep/contracts/comments'
import type { ReaderScope } from '../guest-links/access.ts'
import { requireVisibleKeep } from '../keeps/require-visible-keep.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getComment, getCommentView } from './queries.ts'
import { assertMayUpdate, commentLimit, toCommentView } from './rules.ts'
import { writeMentions } from './write-mentions.ts'

/**
 * Changes the words of a comment, and says so beside them. The same words change nothing. Throws NotFound,
 * COMMENT_GONE for a deleted one, ROLE_TOO_LOW for somebody else's, and TOO_MANY_REQUESTS.
 */
export async function updateComment(
  deps: Pick<Deps, 'transaction' | 'limits'>,
  scope: ReaderScope<'comment.change'>,
  { keepId, commentId, body, mentionIds }: UpdateComment,
): Promise<CommentView> {
  const { circleId, userId, guestLinkId } = scope
  await deps.limits.take({ key: `comment:${userId ?? guestLinkId}`, limit: commentLimit })
  return deps.transaction(async (tx) => {
    const { visibility } = await requireVisibleKeep(tx, scope, keepId)
    const comment = await getComment(tx, scope, keepId, commentId)
    if (comment.body === null) throw new DomainError('COMMENT_GONE')
    assertMayUpdate(scope, comment)
    if (comment.body === body) return toCommentView(scope, comment)

    const editedAt = tx.effects.clock.now()
    await tx
      .updateTable('comments')
      .set({ body, editedAt })
      .where('circleId', '=', circleId)
      .where('id', '=', commentId)
      .execute()
    await writeMentions(tx, scope, { commentId, body, visibility, mentionIds })
    const view = await getCommentView(tx, scope, keepId, commentId)
    await audit(tx, scope.actor, { action: 'comment.updated', circleId, subjectId: commentId })
    await publish(tx, circleId, { type: 'comments.changed', keepId })
    return view
  })
}
