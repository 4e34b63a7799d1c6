import pg from 'pg'

/**
 * What no constraint can say, each as a query for the rows that break it. Every test leaves its database to these:
 * whatever raced with whatever, a circle has its owner, counters equal what they count, and nothing points nowhere.
 */
const invariants: Record<string, string> = {
  'a circle has exactly one owner': `
    select id from circles
    where 1 <> (select count(*) from memberships where circle_id = circles.id and role = 'owner')`,
  'members are counted': `
    select id, member_count from circles
    where member_count <> (select count(*) from memberships where circle_id = circles.id)`,
  'bytes are counted': `
    select id, stored_bytes from circles
    where stored_bytes <> (
      select coalesce(sum(media.stored_bytes), 0) from media where media.circle_id = circles.id
    ) + (
      select coalesce(sum(child_upgrades.stored_bytes), 0) from child_upgrades where circle_id = circles.id
    ) + (
      select coalesce(sum(clean_copies.stored_bytes), 0) from clean_copies where circle_id = circles.id
    )`,
  'keeps are counted': `
    select id, keep_count, admin_keep_count from circles
    where (keep_count, admin_keep_count) <> (
      select count(*), count(*) filter (where visibility = 'admins')
      from keeps where circle_id = circles.id and trashed_at is null
    )`,
  'keeps are counted by day': `
    select circle_id, day from keep_days
    full join (
      select circle_id, happened_at::date as day, count(*) as keeps,
        count(*) filter (where visibility = 'admins') as admin_keeps
      from keeps where trashed_at is null group by 1, 2
    ) counted using (circle_id, day)
    where coalesce(keep_days.keeps, 0) <> coalesce(counted.keeps, 0)
      or coalesce(keep_days.admin_keeps, 0) <> coalesce(counted.admin_keeps, 0)`,
  'reactions are counted': `
    select circle_id, id from keeps
    where (like_count, love_count, laugh_count, wow_count, celebrate_count) <> (
      select count(*) filter (where kind = 'like'), count(*) filter (where kind = 'love'),
        count(*) filter (where kind = 'laugh'), count(*) filter (where kind = 'wow'),
        count(*) filter (where kind = 'celebrate')
      from reactions where circle_id = keeps.circle_id and keep_id = keeps.id
    )`,
  'comments are counted': `
    select circle_id, id, comment_count from keeps
    where comment_count <> (
      select count(*) from comments
      where circle_id = keeps.circle_id and keep_id = keeps.id and deleted_at is null
    )`,
  'keeps are found by what is true of them': `
    select * from (
      select circle_id, id as keep_id, 'c' || unnest(child_ids) as mark from keeps where trashed_at is null
      union select circle_id, id, 'p' || unnest(pet_ids) from keeps where trashed_at is null
      union select circle_id, id, 't' || unnest(tags) from keeps where trashed_at is null
      union select circle_id, keep_id, 'a' || album_id from album_keeps
        where exists (select from keeps where keeps.circle_id = album_keeps.circle_id and id = keep_id and trashed_at is null)
      union select circle_id, keep_id, 'f' || user_id from favourites
        where exists (select from keeps where keeps.circle_id = favourites.circle_id and id = keep_id and trashed_at is null)
      union select circle_id, keep_id, 'v' from media
        where kind = 'video' and live_of_id is null
          and exists (select from keeps where keeps.circle_id = media.circle_id and id = keep_id and trashed_at is null)
    ) wanted
    full join keep_marks using (circle_id, keep_id, mark)
    left join keeps on keeps.circle_id = keep_marks.circle_id and keeps.id = keep_marks.keep_id
    where wanted is null or keep_marks.happened_at is distinct from keeps.happened_at
      or keep_marks.for_admins is distinct from (keeps.visibility = 'admins')`,
  'keeps are found by words unless they are in the trash': `
    select keeps.circle_id, keeps.id from keeps
    full join keep_texts on keep_texts.circle_id = keeps.circle_id and keep_texts.keep_id = keeps.id
    where (keeps.trashed_at is null) <> (keep_texts.keep_id is not null)
      or keep_texts.happened_at <> keeps.happened_at or for_admins <> (visibility = 'admins')`,
  'a keep shows children and pets of its circle': `
    select circle_id, id from keeps
    where exists (
      select from unnest(child_ids) child_id
      where not exists (select from children where circle_id = keeps.circle_id and id = child_id)
    ) or exists (
      select from unnest(pet_ids) pet_id
      where not exists (select from pets where circle_id = keeps.circle_id and id = pet_id)
    )`,
  'an account of their own that a child has is the one that was confirmed': `
    select child_upgrades.circle_id, child_upgrades.id from child_upgrades
    join children on children.circle_id = child_upgrades.circle_id and children.id = child_id
    where (status = 'completed' and children.user_id <> child_upgrades.user_id)
      or (status = 'pending' and children.user_id is not null)`,
  'a link to an account of one’s own that works is the newest that was sent': `
    select child_upgrades.circle_id, child_upgrades.id from child_upgrades
    join email_tokens on child_upgrade_id = child_upgrades.id
    where status = 'completed' and used_at is null`,
  'uses of an invitation are counted': `
    select circle_id, id, use_count from invitations
    where kind = 'link' and use_count <> (
      select count(*) from invitation_uses where circle_id = invitations.circle_id and invitation_id = invitations.id
    )`,
  'nobody is in by a link that was revoked': `
    select guest_links.circle_id, guest_link_id from guest_sessions
    join guest_links on guest_links.circle_id = guest_sessions.circle_id and guest_links.id = guest_link_id
    where revoked_at is not null`,
  'nobody looks by a share link that was revoked': `
    select share_links.circle_id, share_link_id from share_sessions
    join share_links on share_links.circle_id = share_sessions.circle_id and share_links.id = share_link_id
    where revoked_at is not null`,
}

/** The invariants that a database breaks, with up to five rows each; empty when all is well. Needs the owner's rights. */
export async function findBroken(ownerUrl: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const broken: Record<string, unknown[]> = {}
    for (const [name, query] of Object.entries(invariants)) {
      const { rows } = await client.query(`${query} limit 5`)
      if (rows.length > 0) broken[name] = rows
    }
    return broken
  } finally {
    await client.end()
  }
}
