import { sql } from 'kysely'

/** Of the keeps that an entry counts, those that its reader finds on the timeline, and the photos in them. */
export function addedKeeps(seesAll: boolean) {
  return sql<{ keeps: number | null; photos: number | null; keepId: string | null }>`(
    select count(*)::int as keeps, (array_agg(keep.id))[1] as keep_id,
      coalesce(sum((
        select count(*) from media where media.circle_id = keep.circle_id and media.keep_id = keep.id
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
