import { z } from 'zod'
import { limits } from './limits.ts'

/** UUIDv7 by convention; any UUID parses, so that an unknown id is NOT_FOUND and not a puzzle. */
export const id = z.uuid()

/** An instant: ISO 8601 with offset. */
export const instant = z.iso.datetime({ offset: true })

/** An instant exactly as `toISOString` writes it, for sort keys. */
export const exactInstant = z.iso.datetime({ precision: 3 }).refine(hasYear)

/** Wall clock where the memory happened, `YYYY-MM-DDTHH:mm:ss`, without any zone. */
export const wallClock = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/)
  .refine(isRealDate)
  .refine(hasYear)

/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date().refine(hasYear)

/** Minutes east of UTC. Real offsets lie within UTC-12:00 and UTC+14:00. */
export const offsetMinutes = z
  .int()
  .min(-12 * 60)
  .max(14 * 60)

/** A person's or circle's name: trimmed, one line, not empty. */
export const name = singleLine(limits.nameLength)

/** An e-mail address, trimmed and lower-cased: the way addresses are compared everywhere. */
export const email = z.string().trim().toLowerCase().max(limits.emailLength).pipe(z.email())

/** An unguessable token from a link: 32 bytes as base64url. Wrong shapes parse; they match nothing. */
export const token = z.string().min(1).max(200)

/** Trimmed text on one line: no control characters, so that nothing can break a mail header or a log line. */
export function singleLine(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u)
}

/** Trimmed text of several lines: control characters other than newline and tab are refused. */
export function multiLine(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u)
}

/** Before the year 1 came 1 BC, in Postgres as in life; to JavaScript it is 0000. */
function hasYear(value: string): boolean {
  return !value.startsWith('0000')
}

/** Every month has 28 days, so most dates need no calendar; output is checked as well, a page at a time. */
function isRealDate(value: string): boolean {
  if (value.slice(8, 10) <= '28') return true
  const time = Date.parse(`${value}Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === value
}
