import { hashToken } from '@kinkeep/core/platform/token-hash'
import type pg from 'pg'
import { newToken } from './bench-stack.ts'

export interface FilledCircle {
  id: string
  keeps: number
  /** The whole Cookie header of a member's browser. */
  cookie: string
}

/**
 * A circle of four with that many keeps over thirty years, most with one photo and every sixth with three, as
 * the verbs would have left it: media, whom they show, reactions, counters and the days of the month index.
 */
export async function fillCircle(database: pg.Client, keeps: number): Promise<FilledCircle> {
  const query = async (sql: string, values: unknown[] = []) =>
    (await database.query<{ id: string }>(sql, values)).rows.map(({ id }) => id)
  const people = await query(
    `insert into users (email, name, language, time_zone, created_at, updated_at)
     select format('p%s-%s@example.org', person, $1::int), (array['Anna Larina', 'Thomas Larin', 'Вера Павловна', 'Ida Brandt'])[person],
       'en', 'Europe/Berlin', now(), now()
     from generate_series(1, 4) as person returning id`,
    [keeps],
  )
  const [circleId = ''] = await query(
    `insert into circles (name, created_by, member_count, keep_count, created_at, updated_at)
     values ('Bench', $1, 4, $2, now(), now()) returning id`,
    [people[0], keeps],
  )
  await database.query(
    `insert into memberships (circle_id, user_id, role, joined_at)
     select $1, id, case when place = 1 then 'owner' else 'member' end, now()
     from unnest($2::uuid[]) with ordinality as people (id, place)`,
    [circleId, people],
  )
  const children = await query(
    `insert into children (circle_id, name, birthdate, created_at, updated_at)
     select $1, unnest(array['Mila', 'Илья']), '2019-05-01', now(), now() returning id`,
    [circleId],
  )
  const pets = await query(
    `insert into pets (circle_id, name, kind, created_at, updated_at) values ($1, 'Rex', 'dog', now(), now()) returning id`,
    [circleId],
  )
  // How they are found follows row by row, which a million of them would wait for: see fill-found.ts.
  await database.query('alter table keeps disable trigger keeps_find')
  await database.query(
    `insert into keeps (circle_id, author_id, kind, body, happened_at, happened_offset, date_source, created_at,
       child_ids, pet_ids, comment_count)
     select $1, ($2::uuid[])[1 + number % 4], 'media',
       case when number % 5 = 0 then format('Вечер на кухне, nobody in a hurry. %s', number) end,
       timestamp '1996-01-01' + number * (interval '30 years' / $3::int), 60, 'exif', now(),
       case number % 4 when 0 then ($4::uuid[])[1:1] when 1 then $4::uuid[] else '{}' end,
       case when number % 10 = 0 then $5::uuid[] else '{}' end, number % 3
     from generate_series(0, $3::int - 1) as number`,
    [circleId, people, keeps, children, pets],
  )
  await database.query('alter table keeps enable trigger keeps_find')
  // The third of them that people reacted to, the reader among them.
  await database.query('alter table reactions disable trigger user')
  await database.query(
    `insert into reactions (circle_id, keep_id, user_id, kind, created_at)
     select circle_id, id, person, 'love', now() from keeps, unnest($2::uuid[]) as person
     where circle_id = $1 and comment_count = 1`,
    [circleId, people.slice(1, 3)],
  )
  await database.query('alter table reactions enable trigger user')
  await database.query('update keeps set love_count = 2 where circle_id = $1 and comment_count = 1', [
    circleId,
  ])
  await database.query(
    `insert into media (circle_id, keep_id, position, uploader_id, upload_key, destination, kind, state, name, byte_size, content_type, mime,
       width, height, thumb_hash, happened_at, happened_offset, date_source, created_at, completed_at, processed_at)
     select keeps.circle_id, keeps.id, place, keeps.author_id, gen_random_uuid(), 'own', 'photo', 'ready',
       'IMG_' || to_char(keeps.happened_at, 'YYYYMMDD_HH24MISS') || '.jpg', 3500000, 'image/jpeg', 'image/jpeg', 4032, 3024,
       encode(substr(sha256((keeps.id::text || place)::bytea), 1, 24), 'base64'),
       keeps.happened_at, 60, 'exif', now(), now(), now()
     from keeps, generate_series(1, case when hashtext(keeps.id::text) % 6 = 0 then 3 else 1 end) as place
     where keeps.circle_id = $1`,
    [circleId],
  )
  await database.query(
    `insert into keep_days (circle_id, day, keeps) select circle_id, happened_at::date, count(*)
     from keeps where circle_id = $1 group by circle_id, happened_at::date`,
    [circleId],
  )
  // Nobody has counted yet what was just filled in, and what is done with it next would look at all for each of them.
  await database.query('analyze keeps, media')
  const token = newToken()
  await database.query(
    `insert into sessions (token_hash, user_id, remembered, created_at, proven_at, used_at, expires_at)
     values ($1, $2, true, now(), now(), now(), now() + interval '30 days')`,
    [hashToken(token), people[1]],
  )
  return { id: circleId, keeps, cookie: `kinkeep_session=${token}` }
}
