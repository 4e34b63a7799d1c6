import { sql } from 'kysely'

/**
 * A column of the photo that is the picture of a child or a pet: null unless the whole circle sees the keep that it is
 * of.
 */
export function avatarOf<Value>(table: 'children' | 'pets', column: 'id' | 'version') {
  return sql<Value | null>`(
    select ${sql.ref(`media.${column}`)} from media
    join keeps on keeps.circle_id = media.circle_id and keeps.id = media.keep_id
    where media.circle_id = ${sql.ref(`${table}.circleId`)} and media.id = ${sql.ref(`${table}.avatarMediaId`)}
      and media.state = 'ready' and keeps.visibility = 'circle' and keeps.trashed_at is null
  )`
}
