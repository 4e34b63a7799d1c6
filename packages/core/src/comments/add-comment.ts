import type { AddComment, CommentView } from '@kinkeep/contracts/comments'
import { limits } from '@kinkeep/contracts/limits'
import { recordActivity } from '../activities/record-activity.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import { requireVisibleKeep } from '../keeps/require-visible-keep.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getCommentView } from './queries.ts'
import { commentLimit } from './rules.ts'
import { writeMentions } from './write-mentions.ts'

/**
 * Says something to a keep, or to a comment of it. The same idempotency key answers the comment it made before.
 * Throws NotFound for a keep that the caller does not see, COMMENT_GONE when what it answers was deleted,
 * TOO_MANY_COMMENTS, TOO_MANY_REQUESTS, and ROLE_TOO_LOW for a guest who calls somebody by name.
 */
export async function addComment(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: ReaderScope<'comment.add'>,
  input: AddComment,
): Promise<CommentView> {
  const { circleId, userId, guestLinkId } = scope
  await deps.limits.take({ key: `comment:${userId ?? guestLinkId}`, limit: commentLimit })
  return deps.transaction(async (tx) => {
    // Whoever changes the comments of a keep holds it: what is answered cannot go meanwhile.
    const keep = await requireVisibleKeep(tx, scope, input.keepId)
    const before = await findMadeBefore(tx, scope, input)
    if (before) return getCommentView(tx, scope, keep.id, before.id)
    if (keep.commentCount >= limits.commentsPerKeep) throw new DomainError('TOO_MANY_COMMENTS')

    const id = deps.random.id()
    await tx
      .insertInto('comments')
      .values({
        circleId,
        id,
        keepId: keep.id,
        parentId: input.parentId ? await threadOf(tx, scope, keep.id, input.parentId) : null,
        userId,
        guestLinkId,
        body: input.body,
        idempotencyKey: input.idempotencyKey ?? null,
        createdAt: tx.effects.clock.now(),
      })
      .execute()
    const { body, mentionIds } = input
    await writeMentions(tx, scope, { commentId: id, body, visibility: keep.visibility, mentionIds })
    const view = await getCommentView(tx, scope, keep.id, id)
    await audit(tx, scope.actor, { action: 'comment.added', circleId, subjectId: id })
    await recordActivity(tx, circleId, scope, { kind: 'keep.commented', keepId: keep.id })
    await publish(tx, circleId, { type: 'comments.changed', keepId: keep.id })
    return view
  })
}

async function findMadeBefore(tx: Tx, scope: ReaderScope, { keepId, idempotencyKey }: AddComment) {
  if (!idempotencyKey) return undefined
  return tx
    .selectFrom('comments')
    .select('id')
    .where('circleId', '=', scope.circleId)
    .where('keepId', '=', keepId)
    .where('userId', 'is not distinct from', scope.userId)
    .where('guestLinkId', 'is not distinct from', scope.guestLinkId)
    .where('idempotencyKey', '=', idempotencyKey)
    .executeTakeFirst()
}

/** The comment that begins the thread which this one is in. One that never was here and one that is gone are the same. */
async function threadOf(tx: Tx, scope: ReaderScope, keepId: string, commentId: string): Promise<string> {
  const comment = await tx
    .selectFrom('comments')
    .select(['id', 'parentId'])
    .where('circleId', '=', scope.circleId)
    .where('keepId', '=', keepId)
    .where('id', '=', commentId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!comment) throw new DomainError('COMMENT_GONE')
  return comment.parentId ?? comment.id
}
