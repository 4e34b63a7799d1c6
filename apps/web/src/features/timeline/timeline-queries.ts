import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { firstDayAfter, lastDayOf } from './month-days.ts'

/** Keeps in one answer of the timeline. */
const pageSize = 60

/** From the newest, or from the end of a month or a day, into the past. */
export function intoThePast(circleId: string, at: string | undefined, filter: KeepFilter = {}) {
  const place = at === undefined ? {} : { to: lastDayOf(at) }
  return { circleId, order: 'newest', limit: pageSize, ...filter, ...place } as const
}

/** From after a jump towards today, oldest first. */
export function towardsToday(circleId: string, at: string, filter: KeepFilter = {}) {
  return { circleId, order: 'oldest', limit: pageSize, ...filter, from: firstDayAfter(at) } as const
}

/** What the lists' pages say about going on. */
export function nextCursorOf(page: { nextCursor: string | null }): string | undefined {
  return page.nextCursor ?? undefined
}
