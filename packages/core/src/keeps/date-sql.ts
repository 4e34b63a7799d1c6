import { beginningOf } from '@kinkeep/contracts/approximate-dates'
import type { DateChange } from '@kinkeep/contracts/date-changes'
import { can } from '@kinkeep/contracts/roles'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import { trust } from './rules.ts'

/** Of `keeps`: those of a scope's circle that its holder may change and that are not in the trash. */
export function mayChangeDateOf(scope: CircleScope): RawBuilder<SqlBool> {
  const isTheirs = can(scope.role, 'keep.restrict')
    ? sql`true`
    : sql`(keeps.author_id = ${scope.userId} and keeps.visibility = 'circle')`
  return sql<SqlBool>`(keeps.circle_id = ${scope.circleId} and keeps.trashed_at is null and ${isTheirs})`
}

/**
 * Of `keeps`: that a file of it has not been read yet, which may tell when it was. Looked for one by one: `exists` may be
 * planned as a hash of all photos there are.
 */
const isBeingRead = sql<SqlBool>`coalesce((
  select true from media
  where media.circle_id = keeps.circle_id and media.keep_id = keeps.id and media.state = 'processing' limit 1
), false)`

/**
 * Of `keeps`: that the date rests on a file's time or on when it was sent, and there is a photo to tell by, which has
 * said all that it can.
 */
export const isDoubtful = sql<SqlBool>`(
  keeps.kind <> 'note' and keeps.date_source in ('fileTime', 'posted') and (
    keeps.kind = 'media' or coalesce((
      select true from media where media.circle_id = keeps.circle_id and media.keep_id = keeps.id limit 1
    ), false)
  ) and not ${isBeingRead}
)`

/**
 * Of `keeps`: that a change may be made of its date by now. What goes by the date that is there waits until its files
 * were read, or it would go by a guess, and theirs would be lost.
 */
export function isSettledFor(change: DateChange): RawBuilder<SqlBool> {
  const isByItself = change.kind === 'set' && !change.keepsTime
  return isByItself ? sql<SqlBool>`true` : sql<SqlBool>`not ${isBeingRead}`
}

/** The four columns that are a keep's date, as expressions over `keeps`. */
export interface DateColumns {
  at: RawBuilder<string>
  offset: RawBuilder<number | null>
  source: RawBuilder<string>
  precision: RawBuilder<string>
}

const isToTheTime = sql<SqlBool>`keeps.date_precision = 'time'`
const isToTheDay = sql<SqlBool>`keeps.date_precision in ('time', 'day')`
const asTheyAre: DateColumns = {
  at: sql`keeps.happened_at`,
  offset: sql`keeps.happened_offset`,
  source: sql`keeps.date_source`,
  precision: sql`keeps.date_precision`,
}

/** What a change makes of the date of a row of `keeps`: what it leaves alone stays the very same. */
export function changedDate(change: DateChange): DateColumns {
  switch (change.kind) {
    case 'confirm':
      return { ...asTheyAre, source: sql`'person'` }
    case 'zone':
      return {
        ...asTheyAre,
        offset: sql`case when ${isToTheDay} then ${change.offsetMinutes}::smallint else keeps.happened_offset end`,
      }
    case 'shift': {
      const days = Math.trunc(change.minutes / minutesPerDay)
      return {
        ...asTheyAre,
        at: sql`case when ${isToTheTime} then keeps.happened_at + make_interval(mins => ${change.minutes}::int)
          when ${isToTheDay} then keeps.happened_at + make_interval(days => ${days}::int)
          else keeps.happened_at end`,
        source: sql`case when ${isToTheTime} or (${isToTheDay} and ${days}::int <> 0) then 'person' else keeps.date_source end`,
      }
    }
    case 'set': {
      const { happenedAt, precision, keepsTime, happenedOffset = null } = change
      if (!keepsTime) {
        return {
          at: sql`${beginningOf(happenedAt, precision)}::timestamp`,
          offset: sql`${precision === 'time' || precision === 'day' ? happenedOffset : null}::smallint`,
          source: sql`'person'`,
          precision: sql`${precision}::text`,
        }
      }
      return {
        at: sql`${happenedAt.slice(0, 10)}::date + (case when ${isToTheTime} then keeps.happened_at::time else '00:00' end)`,
        offset: sql`case when ${isToTheDay} then keeps.happened_offset end`,
        source: sql`'person'`,
        precision: sql`case when ${isToTheTime} then 'time' else 'day' end`,
      }
    }
    default:
      return change satisfies never
  }
}

const minutesPerDay = 24 * 60

/** Whether that is another date than the keep has. */
export function isChanged({ at, offset, source, precision }: DateColumns): RawBuilder<SqlBool> {
  return sql<SqlBool>`(
    (${at}, ${offset}, ${source}, ${precision})
    is distinct from (keeps.happened_at, keeps.happened_offset, keeps.date_source, keeps.date_precision)
  )`
}

/** All of a date as one text, by which is seen later whether it is still the same. */
export function printOf({ at, offset, source, precision }: DateColumns): RawBuilder<string> {
  return sql`concat_ws(' ', to_char(${at}, 'YYYY-MM-DD HH24:MI:SS'), coalesce(${offset}::text, '?'), ${source}, ${precision})`
}

/** The same of a row of `keeps` as it is. */
export const keepPrint = printOf(asTheyAre)

/** What a shift or a zone makes of a row of `media`; null where a change says nothing of single photos. */
export function changedMediaDate(change: DateChange): Omit<DateColumns, 'precision'> | null {
  const media = {
    at: sql<string>`media.happened_at`,
    offset: sql<number | null>`media.happened_offset`,
    source: sql<string>`media.date_source`,
  }
  if (change.kind === 'zone') return { ...media, offset: sql`${change.offsetMinutes}::smallint` }
  if (change.kind !== 'shift') return null
  const at = sql<string>`media.happened_at + make_interval(mins => ${change.minutes}::int)`
  return { ...media, at, source: sql`'person'` }
}

export function mediaPrintOf({ at, offset, source }: Omit<DateColumns, 'precision'>): RawBuilder<string> {
  return sql`concat_ws(' ', to_char(${at}, 'YYYY-MM-DD HH24:MI:SS'), coalesce(${offset}::text, '?'), ${source})`
}

/** Of a row of `media` as it is. */
export const mediaPrint = mediaPrintOf({
  at: sql`media.happened_at`,
  offset: sql`media.happened_offset`,
  source: sql`media.date_source`,
})

const byTrust = sql.join(
  Object.entries(trust).map(([source, rank]) => sql`when ${sql.lit(source)} then ${sql.lit(rank)}`),
  sql` `,
)

/**
 * What was a keep's date before a change, of a row `item` of `date_change_keeps`. Where that was a guess, and its files
 * have been read since, it is theirs: of the best known the earliest, as `pickDate` has it.
 */
export const dateBefore = sql`lateral (
  select coalesce(known.happened_at, item.happened_at) as happened_at,
    case when known.happened_at is null then item.happened_offset else known.happened_offset end as happened_offset,
    coalesce(known.date_source, item.date_source) as date_source,
    case when known.happened_at is null then item.date_precision else 'time' end as date_precision
  from (select) nothing
  left join lateral (
    select media.happened_at, media.happened_offset, media.date_source from media
    where media.circle_id = item.circle_id and media.keep_id = item.keep_id
      and item.date_source in ('fileTime', 'posted') and media.date_source in ('exif', 'xmp', 'fileName')
    order by case media.date_source ${byTrust} end, media.happened_at limit 1
  ) known on true
)`

export interface DayMove {
  /** Wall clocks. */
  from: string
  to: string
  visibility: 'circle' | 'admins'
}

/**
 * Moves the counts of many keeps from day to day, in two statements. Days are locked in their order, as by whoever moves
 * one keep. Not for keeps in the trash.
 */
export async function countMoves(tx: Tx, circleId: string, moves: readonly DayMove[]): Promise<void> {
  const days = new Map<string, { keeps: number; adminKeeps: number }>()
  const add = (day: string, by: 1 | -1, visibility: DayMove['visibility']) => {
    const { keeps, adminKeeps } = days.get(day) ?? { keeps: 0, adminKeeps: 0 }
    days.set(day, { keeps: keeps + by, adminKeeps: adminKeeps + (visibility === 'admins' ? by : 0) })
  }
  for (const { from, to, visibility } of moves) {
    add(from.slice(0, 10), -1, visibility)
    add(to.slice(0, 10), 1, visibility)
  }
  const moved = [...days].filter(([, { keeps, adminKeeps }]) => keeps !== 0 || adminKeeps !== 0)
  if (moved.length === 0) return
  const names = moved.map(([day]) => day)
  await sql`
    insert into keep_days (circle_id, day, keeps, admin_keeps)
    select ${circleId}, day, 0, 0 from unnest(${names}::date[]) day order by day
    on conflict (circle_id, day) do update set keeps = keep_days.keeps
  `.execute(tx)
  await sql`
    update keep_days
    set keeps = keep_days.keeps + moved.keeps, admin_keeps = keep_days.admin_keeps + moved.admin_keeps
    from unnest(
      ${names}::date[], ${moved.map(([, { keeps }]) => keeps)}::int[],
      ${moved.map(([, { adminKeeps }]) => adminKeeps)}::int[]
    ) moved (day, keeps, admin_keeps)
    where keep_days.circle_id = ${circleId} and keep_days.day = moved.day
  `.execute(tx)
}
