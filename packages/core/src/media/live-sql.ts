import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'

/** Seconds by which the two halves of a Live Photo may differ, and how long the moving one lasts at most. */
const apartSeconds = 3
const longestMs = 4000

export interface LiveHalves {
  photoId: string
  videoId: string
}

/**
 * The other half of a Live Photo, when both are ready: of the same person, and in the same keep, in none yet, or each
 * in one of its own that nobody has touched. Known by what its maker wrote into both; else by the same name, at the
 * same moment, for a few seconds. The database tells whether it still is, when asked again under a lock.
 */
export async function findLiveHalves(
  db: Database | Tx,
  { circleId, mediaId }: { circleId: string; mediaId: string },
): Promise<LiveHalves | undefined> {
  const { rows } = await sql<LiveHalves>`
    with one as (
      select * from media
      where circle_id = ${circleId} and id = ${mediaId} and state = 'ready' and live_id is null and live_of_id is null
        and (kind = 'photo' or content_id is not null or duration_ms <= ${longestMs})
    ), candidates as (
      select other.*, 0 as rank
      from one join media other on other.circle_id = one.circle_id and other.uploader_id = one.uploader_id
        and other.content_id = one.content_id
      union all
      select other.*, 1 as rank
      from one join media other on other.circle_id = one.circle_id and other.uploader_id = one.uploader_id
        and other.happened_at between one.happened_at - make_interval(secs => ${apartSeconds})
          and one.happened_at + make_interval(secs => ${apartSeconds})
      where (one.content_id is null or other.content_id is null)
        and lower(regexp_replace(other.name, '\\.[^.]*$', '')) = lower(regexp_replace(one.name, '\\.[^.]*$', ''))
        and least(other.duration_ms, one.duration_ms) <= ${longestMs}
    )
    select
      case when one.kind = 'photo' then one.id else other.id end as photo_id,
      case when one.kind = 'photo' then other.id else one.id end as video_id
    from one cross join candidates other
    left join keeps own on own.circle_id = one.circle_id and own.id = one.keep_id
    left join keeps theirs on theirs.circle_id = other.circle_id and theirs.id = other.keep_id
    where other.id <> one.id and other.kind <> one.kind and other.state = 'ready'
      and other.live_id is null and other.live_of_id is null
      and (
        other.keep_id is not distinct from one.keep_id
        or (
          one.destination = 'own' and other.destination = 'own'
          and own.trashed_at is null and theirs.trashed_at is null and own.visibility = theirs.visibility
          and ${isUntouched('own', 'one.kind', 'theirs')} and ${isUntouched('theirs', 'other.kind', 'own')}
        )
      )
    order by other.rank, abs(extract(epoch from other.happened_at - one.happened_at)), other.id
    limit 1
  `.execute(db)
  return rows[0]
}

/**
 * The keep of a video goes only when nobody will miss it, in no album where its photo is not; that of a photo stays,
 * whatever is in it.
 */
function isUntouched(which: 'own' | 'theirs', kind: 'one.kind' | 'other.kind', of: 'own' | 'theirs') {
  const [keep, photos] = [sql.ref(which), sql.ref(of)]
  return sql<boolean>`(${sql.ref(kind)} = 'photo' or (
    ${keep}.kind = 'media' and ${keep}.title is null and ${keep}.body is null and ${keep}.edited_at is null
    and ${keep}.date_source <> 'person'
    and ${keep}.tags = '{}' and ${keep}.child_ids = '{}' and ${keep}.pet_ids = '{}' and ${keep}.comment_count = 0
    and ${keep}.like_count + ${keep}.love_count + ${keep}.laugh_count + ${keep}.wow_count + ${keep}.celebrate_count = 0
    and not exists (select from favourites where circle_id = ${keep}.circle_id and keep_id = ${keep}.id)
    and not exists (
      select from album_keeps filed where filed.circle_id = ${keep}.circle_id and filed.keep_id = ${keep}.id
        and not exists (
          select from album_keeps beside where beside.circle_id = filed.circle_id
            and beside.album_id = filed.album_id and beside.keep_id = ${photos}.id
        )
    )
    and (select count(*) from media beside where beside.circle_id = ${keep}.circle_id and beside.keep_id = ${keep}.id) = 1
  ))`
}
