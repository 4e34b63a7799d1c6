import { sql } from 'kysely'
import type { ActivityRow } from './rules.ts'

/** Of the keeps that an entry counts, those that its reader finds on the timeline, and the photos in them. */
export function addedKeeps(seesAll: boolean) {
  return sql<{ keeps: number | null; photos: number | null; keepId: string | null }>`(
    select count(*)::int as keeps, (array_agg(keep.id))[1] as keep_id,
      coalesce(sum((
        select count(*) from media where media.circle_id = keep.circle_id and media.keep_id = keep.id and media.live_of_id is null
      )), 0)::int as photos
    from keeps keep
    where activities.kind = 'keeps.added' and keep.circle_id = activities.circle_id
      and keep.activity_id = activities.id and keep.trashed_at is null and (${seesAll} or keep.visibility = 'circle')
  )`.as<'added'>('added')
}

/** What its person still says to the keep that an entry is about. */
export const livingWords = sql<{ comments: number | null; reacted: boolean | null }>`(
  select
    case when activities.kind = 'keep.commented' then (
      select count(*)::int from comments
      where comments.circle_id = activities.circle_id and comments.keep_id = activities.keep_id
        and comments.deleted_at is null and comments.user_id is not distinct from activities.user_id
        and comments.guest_link_id is not distinct from activities.guest_link_id
    ) end as comments,
    activities.kind = 'keep.reacted' and exists (
      select from reactions
      where reactions.circle_id = activities.circle_id and reactions.keep_id = activities.keep_id
        and reactions.user_id is not distinct from activities.user_id
        and reactions.guest_link_id is not distinct from activities.guest_link_id
    ) as reacted
)`.as<'words'>('words')

/** Whether the keep that an entry is about is on the timeline of its reader. */
export function isKeepShown(seesAll: boolean) {
  return sql<boolean>`(keeps.trashed_at is null and (${seesAll} or keeps.visibility = 'circle'))`
}

/**
 * A few photos of what was added, or of the keep that is spoken of. Two selects, each by an index of its own: asked
 * for in one, Postgres reads every keep of the circle for every entry.
 */
export function selectPhotos(seesAll: boolean) {
  return sql<ActivityRow['photos']>`coalesce((
    select json_agg(json_build_object(
      'id', shown.id, 'thumbHash', shown.thumb_hash,
      'happenedAt', to_char(shown.happened_at, 'YYYY-MM-DD"T"HH24:MI:SS')
    ) order by shown.rank)
    from (
      select media.id, media.thumb_hash, keep.happened_at, row_number() over (order by keep.created_at desc, media.position) as rank
      from (
        select added.circle_id, added.id, added.created_at, added.happened_at from keeps added
        where activities.kind = 'keeps.added' and added.circle_id = activities.circle_id
          and added.activity_id = activities.id and added.trashed_at is null
          and (${seesAll} or added.visibility = 'circle')
        union all
        select spoken.circle_id, spoken.id, spoken.created_at, spoken.happened_at from keeps spoken
        where spoken.circle_id = activities.circle_id and spoken.id = activities.keep_id and spoken.trashed_at is null
      ) keep
      join media on media.circle_id = keep.circle_id and media.keep_id = keep.id and media.state = 'ready'
        and media.live_of_id is null
      order by rank
      limit 4
    ) shown
  ), '[]')`
}
