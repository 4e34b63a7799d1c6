import type pg from 'pg'
import type { FilledCircle } from './fill-circle.ts'

/** What is looked for in a circle that was filled. */
export interface FoundCircle extends FilledCircle {
  /** On a quarter of the keeps, and on forty of them anywhere in time. */
  common: { childId: string }
  rare: { childId: string; tag: string; albumId: string }
}

const rareKeeps = 40
/** Keeps of a circle up to which they are given words of their own. */
const wordsUpTo = 100_000

/**
 * Whom a circle's keeps show, what they are marked with, and what they say: of two languages, the first words often and
 * the last ones seldom, as people speak.
 */
export async function fillFound(database: pg.Client, circle: FilledCircle): Promise<FoundCircle> {
  const one = async (sql: string, values: unknown[]) =>
    (await database.query<{ id: string }>(sql, values)).rows[0]?.id ?? ''
  const child = `insert into children (circle_id, name, birthdate, created_at, updated_at)
    values ($1, $2, '2019-05-01', now(), now()) returning id`
  const rareChild = await one(child, [circle.id, 'Агата'])
  const albumId = await one(
    `insert into albums (circle_id, title, created_at, updated_at) values ($1, 'At the sea', now(), now()) returning id`,
    [circle.id],
  )
  await database.query('alter table keeps disable trigger keeps_find')
  if (circle.keeps <= wordsUpTo) await fillWords(database, circle.id)
  await database.query(
    `with rare as (select id from keeps where circle_id = $1 order by md5(id::text) limit $2),
     told as (
       update keeps set child_ids = child_ids || $3::uuid, tags = tags || array['rare'] from rare
       where circle_id = $1 and keeps.id = rare.id
     ), filmed as (
       update media set kind = 'video' from rare where circle_id = $1 and keep_id = rare.id
     ), favoured as (
       insert into favourites (circle_id, user_id, keep_id, created_at)
       select $1, sessions.user_id, rare.id, now() from rare, sessions join memberships using (user_id) where circle_id = $1
     )
     insert into album_keeps (circle_id, album_id, keep_id, added_at) select $1, $4, id, now() from rare`,
    [circle.id, rareKeeps, rareChild, albumId],
  )
  await database.query('alter table keeps enable trigger keeps_find')
  await database.query(
    `insert into keep_marks (circle_id, mark, happened_at, keep_id, for_admins)
     select circle_id, mark, happened_at, id, false from keeps, lateral (
       select 'c' || unnest(child_ids) union select 'p' || unnest(pet_ids) union select 't' || unnest(tags)
     ) marked (mark) where circle_id = $1
     on conflict do nothing`,
    [circle.id],
  )
  if (circle.keeps <= wordsUpTo) {
    await database.query('select search_keep(circle_id, id) from keeps where circle_id = $1', [circle.id])
  }
  const commonChild = await one(`select id from children where circle_id = $1 and name = 'Mila'`, [circle.id])
  return { ...circle, common: { childId: commonChild }, rare: { childId: rareChild, tag: 'rare', albumId } }
}

/** The word of a rank, the same in every run; every other one is Russian. */
export function wordOf(rank: number): string {
  const [heads, tails] =
    rank % 2 === 0
      ? ['b d f g k l m n p r s t v w br cl dr fl gr st'.split(' '), 'ack end ill ope umb'.split(' ')]
      : ['б в г д ж з к л м н п р с т х бр гл др кр ст'.split(' '), 'ада ежи ина ола уга'.split(' ')]
  let word = ''
  for (let left = rank + 40; left > 0; left = Math.floor(left / 100)) {
    word += `${heads[left % 20]}${tails[Math.floor(left / 20) % 5]}`
  }
  return word
}

const vocabulary = 5000

async function fillWords(database: pg.Client, circleId: string): Promise<void> {
  const words = Array.from({ length: vocabulary }, (_, rank) => wordOf(rank))
  await database.query(
    'create temp table if not exists vocabulary (rank integer primary key, word text not null)',
  )
  await database.query(
    `insert into vocabulary select rank - 1, word from unnest($1::text[]) with ordinality as words (word, rank)
     on conflict do nothing`,
    [words],
  )
  await database.query(
    `with drawn as materialized (
       select id, row_number() over () as number, floor($2::int * power(random(), 2))::int as rank
       from keeps, generate_series(1, 12) where circle_id = $1
     ), said as (
       select id, min(number) as number, string_agg(word, ' ') as body, min(rank) as rank
       from drawn join vocabulary using (rank) group by id
     )
     update keeps set
       body = said.body,
       title = case when said.number % 10 = 0 then split_part(said.body, ' ', 1) end,
       tags = array['tag ' || said.rank % 60]
     from said where keeps.circle_id = $1 and keeps.id = said.id`,
    [circleId, vocabulary],
  )
}
