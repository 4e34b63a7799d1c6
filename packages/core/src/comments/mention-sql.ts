import type { CommentView } from '@kinkeep/contracts/comments'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'

/** Members of a circle who see a keep of this visibility. */
export function selectMentionable(db: Database | Tx, circleId: string, visibility: 'circle' | 'admins') {
  return db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .where('memberships.circleId', '=', circleId)
    .$if(visibility === 'admins', (query) => query.where('memberships.role', 'in', ['owner', 'admin']))
    .select(['memberships.userId', 'users.name', 'users.avatarId'])
}

/** Who is called by name in a comment; of somebody who is not in the circle any more, only what was said. */
export const mentionsOfComment = sql<CommentView['mentions']>`coalesce((
  select json_agg(json_build_object(
    'userId', mention.user_id, 'said', mention.said,
    'name', case when member.user_id is null then null else called.name end
  ) order by mention.user_id)
  from comment_mentions mention
  join users called on called.id = mention.user_id
  left join memberships member on member.circle_id = mention.circle_id and member.user_id = mention.user_id
  where mention.circle_id = comments.circle_id and mention.comment_id = comments.id
), '[]')`
