import type { AlbumView } from '@kinkeep/contracts/albums'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Database, Tx } from '../platform/db.ts'

/**
 * Albums of a circle as a member may know of them, in one statement: what only admins see, and what is in the trash, is
 * neither counted nor shown for anybody else. With `holding`, each says whether that keep is in it.
 */
export function selectAlbums(db: Database | Tx, scope: CircleScope, holding?: string) {
  const seesAll = can(scope.role, 'keep.restrict')
  const isShown = sql`keep.trashed_at is null and (${seesAll} or keep.visibility = 'circle')`
  return db
    .selectFrom('albums')
    .leftJoin('users', 'users.id', 'albums.createdBy')
    .where('albums.circleId', '=', scope.circleId)
    .select(['albums.id', 'albums.title', 'albums.description', 'albums.createdAt'])
    .select(['users.id as creatorId', 'users.name as creatorName'])
    .select(
      // The chosen one, while it is a photo that the reader finds in the album; else the newest.
      sql<AlbumView['cover']>`(
        select json_build_object(
          'id', media.id, 'thumbHash', media.thumb_hash, 'version', media.version,
          'isChosen', coalesce(media.id = albums.cover_media_id, false)
        )
        from album_keeps entry
        join keeps keep on keep.circle_id = entry.circle_id and keep.id = entry.keep_id and ${isShown}
        join media on media.circle_id = keep.circle_id and media.keep_id = keep.id and media.state = 'ready'
          and media.live_of_id is null
        where entry.circle_id = albums.circle_id and entry.album_id = albums.id
        order by media.id = albums.cover_media_id desc nulls last, keep.happened_at desc, keep.id desc, media.position
        limit 1
      )`.as('cover'),
    )
    .select(
      sql<Pick<AlbumView, 'keepCount' | 'from' | 'to'>>`(
        select json_build_object(
          'keepCount', count(*),
          'from', to_char(min(keep.happened_at), 'YYYY-MM-DD"T"HH24:MI:SS'),
          'to', to_char(max(keep.happened_at), 'YYYY-MM-DD"T"HH24:MI:SS')
        )
        from album_keeps entry
        join keeps keep on keep.circle_id = entry.circle_id and keep.id = entry.keep_id and ${isShown}
        where entry.circle_id = albums.circle_id and entry.album_id = albums.id
      )`.as('contents'),
    )
    .select(
      holding === undefined
        ? sql<boolean | null>`null::boolean`.as('holds')
        : sql<boolean | null>`exists (
            select from album_keeps entry
            join keeps keep on keep.circle_id = entry.circle_id and keep.id = entry.keep_id and ${isShown}
            where entry.circle_id = albums.circle_id and entry.album_id = albums.id and entry.keep_id = ${holding}
          )`.as('holds'),
    )
}
