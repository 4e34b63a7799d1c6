/** How old somebody is on a day, by the calendar. Zod-free: it stands at every keep. */
export interface Age {
  /** Complete years. */
  years: number
  /** Complete months after those years, 0 to 11. */
  months: number
  /** Complete weeks since birth. */
  weeks: number
  /** Days since birth. */
  days: number
}

export type AgeUnit = 'years' | 'months' | 'weeks' | 'days'

/** What is said of an age: so many of one unit, or of two, the larger first. */
export type AgePart = { unit: AgeUnit; count: number }

/** From here on nobody counts months. */
const adultYears = 18
/** Until then weeks are counted. */
const weeksUntilMonths = 2
const daysPerWeek = 7
const millisecondsPerDay = 24 * 60 * 60 * 1000

/**
 * The age on a day of somebody born on another, both `YYYY-MM-DD` or a wall clock that begins so; null before the
 * birth. A month is complete on the day of the month of the birth, or on the month's last day where it is shorter:
 * who was born on 29 February turns a year older on the 28th of a common year, as the family calendar has it.
 */
export function ageOn(birthdate: string, on: string): Age | null {
  const [birth, then] = [readDay(birthdate), readDay(on)]
  const days = Math.round((then.time - birth.time) / millisecondsPerDay)
  if (days < 0) return null
  const isShort = then.day < Math.min(birth.day, daysInMonth(then.year, then.month))
  const months = (then.year - birth.year) * 12 + (then.month - birth.month) - (isShort ? 1 : 0)
  return {
    years: Math.floor(months / 12),
    months: months % 12,
    weeks: Math.floor(days / daysPerWeek),
    days,
  }
}

/**
 * What one says of an age: days in the first week, weeks until two months, then months, then years and months, and
 * from 18 on years. Empty on the day of the birth.
 */
export function agePartsOf({ years, months, weeks, days }: Age): AgePart[] {
  if (years >= adultYears) return [{ unit: 'years', count: years }]
  const parts: AgePart[] = [
    { unit: 'years', count: years },
    { unit: 'months', count: months },
  ]
  if (years > 0 || months >= weeksUntilMonths) return parts.filter(({ count }) => count > 0)
  if (weeks > 0) return [{ unit: 'weeks', count: weeks }]
  return days > 0 ? [{ unit: 'days', count: days }] : []
}

/** The day, `YYYY-MM-DD`, on which somebody born on `birthdate` is so many complete months old. */
export function dayOfAge(birthdate: string, months: number): string {
  const birth = readDay(birthdate)
  const count = birth.year * 12 + (birth.month - 1) + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const day = Math.min(birth.day, daysInMonth(year, month))
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/** Days from one day to another, negative backwards. */
export function daysBetween(from: string, to: string): number {
  return Math.round((readDay(to).time - readDay(from).time) / millisecondsPerDay)
}

/** In UTC, where every day has 24 hours: no zone of a reader moves it. */
function readDay(text: string) {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number)
  return { year, month, day, time: new Date(0).setUTCFullYear(year, month - 1, day) }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
