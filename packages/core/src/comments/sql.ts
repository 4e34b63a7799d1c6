import type { Database, Tx } from '../platform/db.ts'
import { mentionsOfComment } from './mention-sql.ts'

/** Comments with who said them: the rows behind every comment view. */
export function selectComments(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('comments')
    .leftJoin('users', 'users.id', 'comments.userId')
    .leftJoin('guestLinks', (join) =>
      join
        .onRef('guestLinks.circleId', '=', 'comments.circleId')
        .onRef('guestLinks.id', '=', 'comments.guestLinkId'),
    )
    .where('comments.circleId', '=', circleId)
    .select(['comments.id', 'comments.keepId', 'comments.parentId', 'comments.body'])
    .select(['comments.createdAt', 'comments.editedAt', 'comments.userId', 'comments.guestLinkId'])
    .select('comments.toldBy')
    .select(['users.name as userName', 'users.avatarId as userAvatarId', 'guestLinks.name as guestName'])
    .select(mentionsOfComment.as('mentions'))
}

/** Whether something answers this comment. */
export function selectReplies(db: Database | Tx, circleId: string, commentId: string) {
  return db
    .selectFrom('comments')
    .select('id')
    .where('circleId', '=', circleId)
    .where('parentId', '=', commentId)
    .limit(1)
}
