import type {
  DatesPreview,
  ListDateChanges,
  PreviewDates,
  ReviewDates,
} from '@kinkeep/contracts/date-changes'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, toPage, wallClockPattern } from '../platform/keyset.ts'
import { assertInTime, datePreviewCalls, type ForeseenDate, toDateChangeView } from './date-rules.ts'
import { changedDate, isChanged, isDoubtful, isSettledFor, mayChangeDateOf } from './date-sql.ts'
import { toKeepView } from './rules.ts'
import { isBeyond, readerOf, selectKeeps } from './sql.ts'

/** Doubtful dates that are counted before it is only said that there are more. */
const mostCounted = 99
/** Keeps of which a preview shows what becomes of them. */
const mostShown = 12

/** Keeps of which nobody knows when they were, and that the caller may date, newest first. One statement. */
export async function listDoubtful(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'media.changeDates'>,
  input: ReviewDates,
) {
  const beyond = decodeCursor(input.cursor, [wallClockPattern, idPattern])
  let query = selectKeeps(deps.db, readerOf(scope)).where(mayChangeDateOf(scope)).where(isDoubtful)
  if (beyond?.[0] && beyond[1]) {
    query = query.where(isBeyond('newest', sql`${beyond[0]}`, sql`${beyond[1]}`))
  }
  const rows = await query
    .orderBy('keeps.happenedAt', 'desc')
    .orderBy('keeps.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.happenedAt, row.id], toKeepView)
}

/** How many of them there are, as far as it is worth counting: an index knows them, and no more than a hundred are read. */
export async function countDoubtful(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'media.changeDates'>,
): Promise<{ count: number; isMore: boolean }> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from keeps where ${mayChangeDateOf(scope)} and ${isDoubtful} limit ${mostCounted + 1}
    ) found
  `.execute(deps.db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(mostCounted, count), isMore: count > mostCounted }
}

/** What a change would make of which keeps; nothing is written. Throws INVALID_INPUT, TOO_MANY_REQUESTS. */
export async function previewDates(
  deps: Pick<Deps, 'db' | 'limits'>,
  scope: CircleScope<'media.changeDates'>,
  { keepIds, change }: PreviewDates,
): Promise<DatesPreview> {
  deps.limits.takeLoosely(`datesPreview:${scope.userId}`, datePreviewCalls)
  const date = changedDate(change)
  const { rows } = await sql<ForeseenDate>`
    select keeps.id, keeps.happened_at, keeps.happened_offset, keeps.date_precision as precision,
      ${date.at} as new_at, ${date.offset} as new_offset, ${date.precision} as new_precision,
      (${isChanged(date)} and ${isSettledFor(change)}) as is_changed
    from keeps
    where ${mayChangeDateOf(scope)} and keeps.id = any(${keepIds}::uuid[])
    order by keeps.happened_at desc, keeps.id desc
  `.execute(deps.db)
  assertInTime(change, rows)
  const changing = rows.filter((row) => row.isChanged)
  return {
    keeps: changing.length,
    same: rows.length - changing.length,
    items: changing.slice(0, mostShown).map((row) => ({
      keepId: row.id,
      before: { happenedAt: row.happenedAt, happenedOffset: row.happenedOffset, precision: row.precision },
      after: { happenedAt: row.newAt, happenedOffset: row.newOffset, precision: row.newPrecision },
    })),
  }
}

/** What was done to dates within the last 30 days, newest first: by the caller; for owners and admins, by everybody. */
export async function listDateChanges(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: CircleScope<'media.changeDates'>,
  input: ListDateChanges,
) {
  const before = decodeCursor(input.cursor, [idPattern])?.[0]
  const rows = await deps.db
    .selectFrom('dateChanges')
    .leftJoin('users', 'users.id', 'dateChanges.changedBy')
    .select(['dateChanges.id', 'dateChanges.told', 'dateChanges.keeps', 'users.name as by'])
    .select(['dateChanges.createdAt', 'dateChanges.undoneAt', 'dateChanges.leftAlone'])
    .$narrowType<{ told: PreviewDates['change'] }>()
    .where('dateChanges.circleId', '=', scope.circleId)
    .where(
      'dateChanges.createdAt',
      '>=',
      addSeconds(deps.clock.now(), -limits.dateChangeDays * secondsPerDay),
    )
    .$if(!can(scope.role, 'keep.restrict'), (query) => query.where('changedBy', '=', scope.userId))
    .$if(before !== undefined, (query) => query.where('dateChanges.id', '<', before ?? ''))
    .orderBy('dateChanges.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toDateChangeView)
}
