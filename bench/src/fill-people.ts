import { hashToken } from '@kinkeep/core/platform/token-hash'
import type pg from 'pg'
import { newToken } from './bench-stack.ts'
import type { PeopleCounts } from './sizes.ts'

export interface PeopledCircle extends PeopleCounts {
  id: string
  /** The whole Cookie headers of browsers: of an admin, who reads invitations, and of a member. */
  cookies: { admin: string; member: string }
}

/**
 * A circle with so many members, invitations and entries of activity, as the verbs would have left it: invitations
 * with what became of each, and a keep with a photo for each entry, added four at a time, spoken of and reacted to.
 */
export async function fillPeople(database: pg.Client, counts: PeopleCounts): Promise<PeopledCircle> {
  const { members, invitations, activities } = counts
  const query = async (sql: string, values: unknown[] = []) =>
    (await database.query<{ id: string }>(sql, values)).rows.map(({ id }) => id)
  const people = await query(
    `insert into users (email, name, language, time_zone, created_at, updated_at)
     select format('m%s-%s@example.org', person, $1::int),
       (array['Anna Larina', 'Thomas Larin', 'Вера Павловна', 'Ida Brandt'])[1 + person % 4],
       'en', 'Europe/Berlin', now(), now()
     from generate_series(1, $1) as person returning id`,
    [members],
  )
  const [circleId = ''] = await query(
    `insert into circles (name, created_by, member_count, keep_count, created_at, updated_at)
     values ('Bench', $1, $2, $3, now(), now()) returning id`,
    [people[0], members, activities],
  )
  await database.query(
    `insert into memberships (circle_id, user_id, role, joined_at)
     select $1, id, case place when 1 then 'owner' when 2 then 'admin' else 'member' end, now() - place * interval '1 hour'
     from unnest($2::uuid[]) with ordinality as people (id, place)`,
    [circleId, people],
  )
  await database.query(
    `insert into invitations (circle_id, kind, email, token_hash, max_uses, role, invited_by, status, created_at, expires_at, responded_at)
     select $1::uuid, kind, case kind when 'email' then format('guest-%s@example.org', number) end,
       case kind when 'link' then sha256(convert_to(format('%s %s', $1::uuid, number), 'UTF8')) end,
       case kind when 'link' then 10 end, 'member', ($2::uuid[])[1 + number % 2],
       (array['accepted', 'accepted', 'declined', 'cancelled', 'pending'])[1 + number % 5],
       now() - number * interval '10 minutes', now() + (1000 - number) * interval '10 minutes',
       case when number % 5 < 4 then now() end
     from (
       select number, case when number % 7 = 0 then 'link' else 'email' end as kind
       from generate_series(1, $3::int) as number
     ) numbered`,
    [circleId, people, invitations],
  )
  await fillActivities(database, { circleId, people, activities })
  const [admin, member] = [await signIn(database, people[1]), await signIn(database, people[2])]
  return { ...counts, id: circleId, cookies: { admin, member } }
}

interface Doings {
  circleId: string
  people: readonly string[]
  activities: number
}

async function fillActivities(database: pg.Client, { circleId, people, activities }: Doings): Promise<void> {
  await database.query(
    `insert into keeps (circle_id, author_id, kind, happened_at, happened_offset, date_source, created_at)
     select $1, ($2::uuid[])[1 + number / 4 % cardinality($2::uuid[])], 'media', timestamp '2006-01-01' + number * interval '12 hours',
       60, 'exif', now()
     from generate_series(0, $3::int - 1) as number`,
    [circleId, people, activities],
  )
  await database.query(
    `insert into keep_days (circle_id, day, keeps) select circle_id, happened_at::date, count(*)
     from keeps where circle_id = $1 group by circle_id, happened_at::date`,
    [circleId],
  )
  await database.query(
    `insert into media (circle_id, keep_id, position, uploader_id, upload_key, destination, kind, state, name, byte_size, derived_bytes,
       content_type, mime, width, height, thumb_hash, happened_at, happened_offset, date_source, created_at, completed_at, processed_at)
     select circle_id, id, 1, author_id, gen_random_uuid(), 'own', 'photo', 'ready', 'IMG.jpg', 3500000, 300000,
       'image/jpeg', 'image/jpeg', 4032, 3024, encode(substr(sha256(id::text::bytea), 1, 24), 'base64'),
       happened_at, 60, 'exif', now(), now(), now()
     from keeps where circle_id = $1`,
    [circleId],
  )
  // Of each four keeps one entry says that they were added, one that one of them was spoken of, one that it was
  // reacted to, and one is of people: somebody came or, what only admins read, was given a role.
  await database.query(
    `insert into activities (circle_id, kind, user_id, keep_id, other_user_id, role, item_count, visibility, created_at, updated_at)
     select circle_id, kind, author_id, case when kind in ('keep.commented', 'keep.reacted') then id end,
       case kind when 'member.roleSet' then author_id end, case kind when 'member.roleSet' then 'viewer' end,
       case kind when 'keeps.added' then 4 else 1 end, case kind when 'member.roleSet' then 'admins' else 'circle' end, at, at
     from (
       select circle_id, author_id, id, at, case place % 4 when 0 then 'keeps.added' when 1 then 'keep.commented' when 2 then 'keep.reacted'
         else case when place % 40 = 39 then 'member.roleSet' else 'member.joined' end end as kind
       from (select *, row_number() over (order by happened_at) - 1 as place from keeps where circle_id = $1) keeps,
         lateral (select date_trunc('minute', now()) - place * interval '1 hour' as at) times
     ) told`,
    [circleId],
  )
  await database.query(
    `update keeps set activity_id = entry.id
     from (select id, row_number() over (order by updated_at desc) - 1 as place from activities
       where circle_id = $1 and kind = 'keeps.added') entry,
       (select id, (row_number() over (order by happened_at) - 1) / 4 as place from keeps where circle_id = $1) numbered
     where keeps.circle_id = $1 and keeps.id = numbered.id and entry.place = numbered.place`,
    [circleId],
  )
  await database.query(
    `insert into comments (circle_id, keep_id, user_id, body, created_at)
     select circle_id, keep_id, user_id, 'Как выросли', updated_at from activities where circle_id = $1 and kind = 'keep.commented'`,
    [circleId],
  )
  await database.query(
    `insert into reactions (circle_id, keep_id, user_id, kind, created_at)
     select circle_id, keep_id, user_id, 'love', updated_at from activities where circle_id = $1 and kind = 'keep.reacted'`,
    [circleId],
  )
}

async function signIn(database: pg.Client, userId: string | undefined): Promise<string> {
  const token = newToken()
  await database.query(
    `insert into sessions (token_hash, user_id, remembered, created_at, proven_at, used_at, expires_at)
     values ($1, $2, true, now(), now(), now(), now() + interval '30 days')`,
    [hashToken(token), userId],
  )
  return `kinkeep_session=${token}`
}
