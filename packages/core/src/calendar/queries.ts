import type { ListFeeds, ListOccasions, Occasion } from '@kinkeep/contracts/calendar'
import type { CircleScope } from '../circles/access.ts'
import { wallClockIn } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import type { FeedScope } from './access.ts'
import { renderFeed } from './feed-rules.ts'
import { occasionsIn, toFeedView } from './rules.ts'
import { readAnniversaries } from './sql.ts'

/** Birthdays of children and pets, days on which pets are missed, and the circle's own, within a span of days. */
export async function listOccasions(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'calendar.read'>,
  { from, to }: ListOccasions,
): Promise<{ occasions: Occasion[] }> {
  const anniversaries = await readAnniversaries(deps.db, scope.circleId, scope.user.timeZone)
  return { occasions: occasionsIn(anniversaries, from, to) }
}

/** The caller's own feeds of this circle, newest first. */
export async function listFeeds(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'calendar.read'>,
  input: ListFeeds,
) {
  const before = decodeCursor(input.cursor, [idPattern])
  const rows = await deps.db
    .selectFrom('calendarFeeds')
    .select(['id', 'name', 'createdAt', 'usedAt'])
    .where('circleId', '=', scope.circleId)
    .where('userId', '=', scope.userId)
    .$if(before !== undefined, (query) => query.where('id', '<', before?.[0] ?? ''))
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toFeedView)
}

/** The year before this one, this one, and the next two, as iCalendar, in the member's language. */
export async function readFeed(deps: Pick<Deps, 'db' | 'clock'>, scope: FeedScope): Promise<string> {
  const { circleId, circleName, language, timeZone } = scope
  const now = deps.clock.now()
  const year = Number(wallClockIn(timeZone, now).happenedAt.slice(0, 4))
  const anniversaries = await readAnniversaries(deps.db, circleId, timeZone)
  const occasions = occasionsIn(anniversaries, `${year - 1}-01-01`, `${year + 2}-12-31`)
  return renderFeed(occasions, { name: circleName, language, now })
}
