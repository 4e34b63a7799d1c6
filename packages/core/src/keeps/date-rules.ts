import type { DateChange, DateChangeView } from '@kinkeep/contracts/date-changes'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import { wallClock } from '@kinkeep/contracts/values'
import { DomainError } from '../platform/errors.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Changes of dates by one person, each of hundreds of keeps. */
export const dateChangeCalls: RateLimit = { count: 60, seconds: 60 }
/** Looks at what a change would do: one for each pause in typing. */
export const datePreviewCalls: RateLimit = { count: 240, seconds: 60 }

/** A keep's date before and after a change that is not made yet. */
export interface ForeseenDate {
  id: string
  happenedAt: string
  happenedOffset: number | null
  precision: DatePrecision
  newAt: string
  newOffset: number | null
  newPrecision: DatePrecision
  isChanged: boolean
}

/** Throws INVALID_INPUT when a change leads out of the years 1 to 9999, before which and after which nothing is written. */
export function assertInTime(change: DateChange, dates: readonly Pick<ForeseenDate, 'newAt'>[]): void {
  if (dates.every(({ newAt }) => wallClock.safeParse(newAt).success)) return
  throw new DomainError('INVALID_INPUT', {
    fields: { [change.kind === 'shift' ? 'minutes' : 'happenedAt']: ['invalid'] },
  })
}

export interface DateChangeRow {
  id: string
  told: DateChange
  keeps: number
  by: string | null
  createdAt: Date
  undoneAt: Date | null
  leftAlone: number | null
}

export function toDateChangeView({ told, createdAt, undoneAt, ...row }: DateChangeRow): DateChangeView {
  return {
    id: row.id,
    change: told,
    keeps: row.keeps,
    by: row.by,
    createdAt: createdAt.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
    leftAlone: row.leftAlone,
  }
}
