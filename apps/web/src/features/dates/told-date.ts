import {
  beginningOf,
  firstDayOfSeason,
  isRough,
  type Season,
  seasonOf,
  seasons,
} from '@kinkeep/contracts/approximate-dates'
import type { DatePrecision } from '@kinkeep/contracts/media-states'

/** How much of a date somebody can say; the time is asked beside the day. */
export const tellable = ['day', 'month', 'season', 'year', 'decade'] as const
export type Tellable = (typeof tellable)[number]

/** A date as it stands in a form. */
export interface ToldDate {
  precision: Tellable
  /** `YYYY-MM-DD`, where what is known begins; empty while nothing is told, `unreadable` for what makes no sense. */
  day: string
  /** `HH:mm`, of a day alone; empty when nobody knows. */
  time: string
}

/** In the place of a day: something was told, and it is no date. Behind every day, so that it is refused as the future is. */
export const unreadable = '?'

/** What a keep's date is in a form. */
export function toldOf({
  happenedAt,
  datePrecision,
}: {
  happenedAt: string
  datePrecision: DatePrecision
}): ToldDate {
  return {
    precision: datePrecision === 'time' ? 'day' : datePrecision,
    day: happenedAt.slice(0, 10),
    time: datePrecision === 'time' ? happenedAt.slice(11, 16) : '',
  }
}

/** What a form's date is to the server; undefined while nothing is told. A day without a time is known to the day. */
export function momentOf({
  precision,
  day,
  time,
}: ToldDate): { happenedAt: string; precision: DatePrecision } | undefined {
  if (day === '' || day === unreadable) return undefined
  if (isRough(precision)) return { happenedAt: beginningOf(`${day}T00:00:00`, precision), precision }
  if (time === '') return { happenedAt: `${day}T00:00:00`, precision: 'day' }
  return { happenedAt: `${day}T${time}:00`, precision: 'time' }
}

/** The same date known better or worse; what is not known of it is its beginning. */
export function toldTo(precision: Tellable, { day, time }: ToldDate): ToldDate {
  if (day === '' || day === unreadable) return { precision, day: '', time }
  return {
    precision,
    day: beginningOf(`${day}T00:00:00`, precision).slice(0, 10),
    time: precision === 'day' ? time : '',
  }
}

/** The parts that a form asks of a date that is not known to the day. */
export interface DateParts {
  year: string
  /** `01` to `12`. */
  month: string
  season: Season
}

export function partsOf({ day, precision }: Pick<ToldDate, 'day' | 'precision'>): DateParts {
  if (day === '' || day === unreadable) return { year: '', month: '01', season: 'summer' }
  const { season, year } = seasonOf(day)
  return {
    year: String(precision === 'season' ? year : Number(day.slice(0, 4))),
    month: day.slice(5, 7),
    season,
  }
}

/** The day on which such a date begins; empty without a year, `unreadable` with one that makes no sense. */
export function dayOfParts(precision: Tellable, { year, month, season }: DateParts): string {
  const number = Number(year)
  if (year === '') return ''
  if (!/^\d{4}$/.test(year) || number < 1) return unreadable
  if (precision === 'season') return firstDayOfSeason(season, number)
  if (precision === 'month') return `${year}-${month}-01`
  return beginningOf(`${year}-01-01T00:00:00`, precision).slice(0, 10)
}

/** The decades one may choose, newest first: `today` is a day. */
export function decadesUntil(today: string): number[] {
  const last = Math.floor(Number(today.slice(0, 4)) / 10) * 10
  return Array.from({ length: (last - 1820) / 10 + 1 }, (_, index) => last - index * 10)
}

export function isSeason(value: string): value is Season {
  return seasons.some((season) => season === value)
}
