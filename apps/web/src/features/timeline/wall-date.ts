import { isRough, roughDateText } from '@kinkeep/contracts/approximate-dates'
import type { KeepView } from '@kinkeep/contracts/keeps'

/** Days before months, as families here write them; the app has one English. */
const localeOf: Record<string, string> = { en: 'en-GB' }

/** The calendar day of a wall clock, `YYYY-MM-DD`: the same for every reader. */
export function dayOf(wallClock: string): string {
  return wallClock.slice(0, 10)
}

/** The day that it is now on this device. */
export function todayOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Today on this device. */
export function today(): string {
  return todayOf(new Date())
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** "Saturday 12 July 2025" of a calendar day. */
export function formatDay(day: string, language: string): string {
  return format(`${day}T00:00:00`, language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
}

/** "12 July 2025" of a wall clock. */
export function formatShortDay(wallClock: string, language: string): string {
  return format(`${dayOf(wallClock)}T00:00:00`, language, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** Of a keep: how much of when it was is known. */
export type KnownDate = Pick<KeepView, 'happenedAt' | 'datePrecision'>

/** "12 July 2025" of a keep, or "Summer 1968" of one that is not known to the day. */
export function formatWhen({ happenedAt, datePrecision }: KnownDate, language: string): string {
  return isRough(datePrecision)
    ? roughDateText(happenedAt, datePrecision, language)
    : formatShortDay(happenedAt, language)
}

/** The same with "14:05", where the time is known as well. */
export function formatMoment(keep: KnownDate, language: string): string {
  const when = formatWhen(keep, language)
  return keep.datePrecision === 'time' ? `${when}, ${formatTime(keep.happenedAt, language)}` : when
}

/** "14:05" of a wall clock. */
export function formatTime(wallClock: string, language: string): string {
  return format(wallClock, language, { hour: '2-digit', minute: '2-digit' })
}

/** "July 2019" of `2019-07`. */
export function formatMonth(month: string, language: string): string {
  return capitalize(format(`${month}-01T00:00:00`, language, { month: 'long', year: 'numeric' }))
}

/** "July" of `2019-07`. */
export function formatMonthName(month: string, language: string): string {
  return capitalize(format(`${month}-01T00:00:00`, language, { month: 'long' }))
}

/** Russian writes months and days small; at the start of a line they are a title. */
export function capitalize(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Wall clocks are formatted as UTC, so that no zone of the reader's moves them. */
function format(wallClock: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`
  const known =
    formats.get(key) ??
    new Intl.DateTimeFormat(localeOf[language] ?? language, { ...options, timeZone: 'UTC' })
  formats.set(key, known)
  return known.format(new Date(`${wallClock}Z`))
}
