import type { CalendarMonth, CalendarMonthView, ListTags, OnThisDay } from '@kinkeep/contracts/browse'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import { dayIn } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, toPage, wallClockPattern } from '../platform/keyset.ts'
import { toKeepViewFor } from './rules.ts'
import { isBeyond, isKnownToTheDay, readerOf, selectKeeps } from './sql.ts'

/**
 * The tags of what the caller sees that begin so, the most used first. Each tag costs one look into the index, and its
 * counting ends at `limits.tagCountMax`, so that it does not matter how many keeps there are.
 */
export async function listTags(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'keep.search'>,
  { startsWith = '', limit }: ListTags,
): Promise<{ items: { tag: string; keeps: number }[] }> {
  const mayKnow = can(scope.role, 'keep.restrict') ? sql`true` : sql`not for_admins`
  const begin = startsWith.normalize('NFC').replace(/^#+/, '')
  const { rows } = await sql<{ tag: string; keeps: number }>`
    with recursive tags as (
      (
        select mark from keep_marks
        where circle_id = ${scope.circleId} and mark >= 't' and mark < 'u' and ${mayKnow}
        order by mark limit 1
      )
      union all
      select (
        select keep_marks.mark from keep_marks
        where circle_id = ${scope.circleId} and keep_marks.mark > tags.mark and keep_marks.mark < 'u'
          and ${mayKnow}
        order by keep_marks.mark limit 1
      ) from tags where tags.mark is not null
    ), known as (
      select mark from tags where mark is not null limit ${limits.tagsPerCircle}
    )
    select substr(known.mark, 2) as tag, counted.keeps
    from known, lateral (
      select count(*)::int as keeps from (
        select from keep_marks
        where circle_id = ${scope.circleId} and keep_marks.mark = known.mark and ${mayKnow}
        limit ${limits.tagCountMax}
      ) seen
    ) counted
    where starts_with(search_text(substr(known.mark, 2)), rtrim(search_text(${begin})))
    order by counted.keeps desc, tag limit ${limit}
  `.execute(deps.db)
  return { items: rows }
}

/** A page of the keeps of earlier years on today's day and month where the reader is, in one statement. */
export async function readOnThisDay(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: ReaderScope<'keep.read'>,
  input: OnThisDay,
) {
  const day = dayIn(scope.userId === null ? scope.guest.timeZone : scope.user.timeZone, deps.clock.now())
  const beyond = decodeCursor(input.cursor, [wallClockPattern, idPattern])
  const rows = await selectKeeps(deps.db, readerOf(scope))
    .where('keeps.trashedAt', 'is', null)
    .where(isKnownToTheDay)
    .where(
      sql<boolean>`(extract(month from keeps.happened_at)::int * 100 + extract(day from keeps.happened_at)::int)
        = any(${daysOfTheYear(day)}::int[])`,
    )
    .where('keeps.happenedAt', '<', `${day.slice(0, 4)}-01-01T00:00:00`)
    .$if(beyond !== undefined, (query) =>
      query.where(isBeyond('newest', sql.val(beyond?.[0] ?? ''), sql.val(beyond?.[1] ?? ''))),
    )
    .orderBy('keeps.happenedAt', 'desc')
    .orderBy('keeps.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  const page = toPage(
    rows,
    input.limit,
    (row) => [row.happenedAt, row.id],
    (row) => toKeepViewFor(scope, row),
  )
  return { ...page, day }
}

/** A day as the index has it, 1224 for Christmas Eve. Who was born on a leap day has theirs on February 28 as well. */
function daysOfTheYear(day: string): number[] {
  const year = Number(day.slice(0, 4))
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const number = Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10))
  return number === 228 && !isLeap ? [228, 229] : [number]
}

/**
 * The days of a month that have keeps, how many, and a photo of each, in one statement: counters for the numbers, the
 * timeline's index for the photos. What is known only roughly stands on no day.
 */
export async function readCalendarMonth(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'keep.read'>,
  { month }: CalendarMonth,
): Promise<CalendarMonthView> {
  const seesAll = can(scope.role, 'keep.restrict')
  const mayKnow = seesAll ? sql`true` : sql`keeps.visibility = 'circle'`
  const counted = seesAll ? sql`keep_days.keeps` : sql`keep_days.keeps - keep_days.admin_keeps`
  const start = `${month}-01`
  const { rows } = await sql<{ days: CalendarMonthView['days']; roughly: number }>`
    with rough as materialized (
      select happened_at::date as day, count(*)::int as keeps from keeps
      where circle_id = ${scope.circleId} and trashed_at is null and date_precision not in ('time', 'day')
        and happened_at >= ${start}::date and happened_at < ${start}::date + interval '1 month' and ${mayKnow}
      group by day
    ), days as (
      select keep_days.day, ${counted} - coalesce(rough.keeps, 0) as keeps
      from keep_days left join rough using (day)
      where keep_days.circle_id = ${scope.circleId}
        and keep_days.day >= ${start}::date and keep_days.day < ${start}::date + interval '1 month'
    )
    select coalesce((
      select json_agg(json_build_object(
        'day', to_char(days.day, 'YYYY-MM-DD'), 'keeps', days.keeps, 'photo', (
          select json_build_object('id', media.id, 'thumbHash', media.thumb_hash, 'version', media.version, 'name', media.name)
          from keeps join media on media.circle_id = keeps.circle_id and media.keep_id = keeps.id
          where keeps.circle_id = ${scope.circleId} and keeps.trashed_at is null and ${mayKnow}
            and keeps.date_precision in ('time', 'day')
            and keeps.happened_at >= days.day and keeps.happened_at < days.day + 1
            and media.state = 'ready' and media.live_of_id is null
          order by keeps.happened_at, keeps.id, media.position limit 1
        )
      ) order by days.day) from days where days.keeps > 0
    ), '[]') as days, coalesce((select sum(keeps)::int from rough), 0) as roughly
  `.execute(deps.db)
  return rows[0] ?? { days: [], roughly: 0 }
}
