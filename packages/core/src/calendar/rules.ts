import type { CalendarFeedView, Occasion } from '@kinkeep/contracts/calendar'
import type { OccasionKind } from '@kinkeep/contracts/occasion-kinds'
import { secondsPerDay } from '../platform/clock.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Feeds that one person makes: for each device, and again when an address was lost. */
export const feedsPerPerson: RateLimit = { count: 20, seconds: secondsPerDay }

/** How old the last reading of a feed may be before the next is written down, in seconds. */
export const useSeconds = 60 * 60

/** A day of somebody's life, or of the circle's, from which the years are counted. */
export interface Anniversary {
  kind: OccasionKind
  subjectId: string
  name: string
  /** The day itself, `YYYY-MM-DD`. */
  on: string
  /** After this day it is celebrated no more. */
  last: string | null
}

export interface ProfileRow {
  kind: 'child' | 'pet' | 'circle'
  id: string
  name: string
  birthdate: string | null
  diedOn: string | null
}

/** What is remembered of a profile. A pet that died has no birthdays after that day, but one on which it is missed. */
export function anniversariesOf({ kind, id: subjectId, name, birthdate, diedOn }: ProfileRow): Anniversary[] {
  if (kind === 'circle') {
    return birthdate === null
      ? []
      : [{ kind: 'circleAnniversary', subjectId, name, on: birthdate, last: null }]
  }
  const birthday = kind === 'child' ? 'childBirthday' : 'petBirthday'
  return [
    ...(birthdate === null
      ? []
      : [{ kind: birthday, subjectId, name, on: birthdate, last: diedOn } as const]),
    ...(diedOn === null
      ? []
      : [{ kind: 'petRemembrance', subjectId, name, on: diedOn, last: null } as const]),
  ]
}

/** Every return of these days within a span, both its ends in it, by day and then as they were given. */
export function occasionsIn(anniversaries: readonly Anniversary[], from: string, to: string): Occasion[] {
  const years = range(yearOf(from), yearOf(to))
  return anniversaries
    .flatMap(({ kind, subjectId, name, on, last }) =>
      years
        .map((year) => ({ kind, subjectId, name, day: returnIn(on, year), years: year - yearOf(on) }))
        .filter((each) => each.years > 0 && each.day >= from && each.day <= to)
        .filter((each) => last === null || each.day <= last),
    )
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/**
 * The day of a year on which a date returns. 29 February returns on the 28th where the year has no other: still in
 * the month of the birth, and never later than the people who were born a day before.
 */
export function returnIn(date: string, year: number): string {
  const monthAndDay = date.slice(4)
  const returns = monthAndDay === '-02-29' && !isLeap(year) ? '-02-28' : monthAndDay
  return `${String(year).padStart(4, '0')}${returns}`
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

export function toFeedView(row: {
  id: string
  name: string
  createdAt: Date
  usedAt: Date | null
}): CalendarFeedView {
  const { id, name } = row
  return { id, name, createdAt: row.createdAt.toISOString(), usedAt: row.usedAt?.toISOString() ?? null }
}
