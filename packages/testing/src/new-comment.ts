import type { CommentView } from '@kinkeep/contracts/comments'
import { addComment } from '@kinkeep/core/comments/add-comment'
import type { ReaderScope } from '@kinkeep/core/guest-links/access'
import type { Deps } from '@kinkeep/core/platform/deps'

/** Something that a member or a guest says to a keep, or to a comment of it. */
export async function newComment(
  deps: Deps,
  scope: ReaderScope<'comment.add'>,
  comment: { keepId: string; body?: string; parentId?: string | undefined; idempotencyKey?: string },
): Promise<CommentView> {
  return addComment(deps, scope, { circleId: scope.circleId, body: 'How lovely.', ...comment })
}
