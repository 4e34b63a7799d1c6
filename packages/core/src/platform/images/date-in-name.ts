import { dayMs, wallClock } from './wall-clock.ts'

/**
 * What a file's name tells: a wall clock, whose time is invented where it tells a day alone, or an instant, which is
 * nobody's wall clock. docs/decisions/0008-wall-clock-dates.md
 */
export type NamedDate =
  | { kind: 'wallClock'; at: string; hasTime: boolean }
  /** ISO, UTC. */
  | { kind: 'instant'; recordedAt: string }

const date = '(?<!\\d)((?:19|20)\\d\\d)[-_.]?(\\d\\d)[-_.]?(\\d\\d)'
/** macOS and WhatsApp say "at" in the person's language, and what comes through a download has `_` for each space. */
const between = '(?:[-_\\sT.]|[-_\\s](?:at|um|в)[-_\\s])+'
const minuteAndSecond = '[-_.:h]?([0-5]\\d)[-_.:m]?([0-5]\\d)'
/**
 * `IMG_20180725_163423`, `Screenshot_2024-01-02-03-04-05`, `2024-01-02 03.04.05`, `signal-2024-01-02-030405`. An hour of
 * one digit only where a sign ends it.
 */
const dateAndTime = new RegExp(`${date}${between}([01]\\d|2[0-3]|\\d(?=[.:]))${minuteAndSecond}`)
/**
 * `2024-01-02 at 3.04.05 PM`; macOS writes U+202F before the PM. `am Strand` is German and says where, which only makes
 * a difference at noon.
 */
const dateAndHalfDay = new RegExp(
  `${date}${between}(1[0-2]|0?[1-9])${minuteAndSecond}[-_\\s]?(?!am[-_\\s]+\\p{Lu})([AaPp])\\.?[Mm](?!\\p{L})`,
  'u',
)
/** `20180725163423`, nothing between and nothing after. */
const compact = /(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?!\d)/
/** `IMG-20240102-WA0001`, `2024-01-02`: a day without a time stands at noon. */
const dateOnly = /(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)/
/** `1532529263423`, `FB_IMG_1532529263423`, `mmexport1532529263423`: milliseconds since 1970. */
const unixMilliseconds = /(?<!\d)(1\d{12})(?!\d)/
/** Pixel phones name by UTC, all others by their own wall clock. Also behind what an app puts before it. */
const pixel = /(?<![a-z])PXL_\d{8}_/i

export function dateInName(name: string, now: Date): NamedDate | null {
  const at = timeInName(name, now)
  if (at && pixel.test(name)) return { kind: 'instant', recordedAt: new Date(`${at}Z`).toISOString() }
  if (at) return { kind: 'wallClock', at, hasTime: true }

  const day = name.match(dateOnly)
  const atNoon = day && wallClock([day[1], day[3], day[4]], now)
  if (atNoon) return { kind: 'wallClock', at: atNoon, hasTime: false }

  const unix = Number(name.match(unixMilliseconds)?.[1])
  if (!unix || unix > now.getTime() + dayMs) return null
  return { kind: 'instant', recordedAt: new Date(unix).toISOString() }
}

/** The instant of a name that tells one and no wall clock: ISO, UTC. */
export function instantInName(name: string, now: Date): string | null {
  const named = dateInName(name, now)
  return named?.kind === 'instant' ? named.recordedAt : null
}

function timeInName(name: string, now: Date): string | null {
  const halfDay = name.match(dateAndHalfDay)
  if (halfDay) {
    const [, y, month, day, hour, minute, second, half = ''] = halfDay
    // 12 is the first hour of either half.
    const hours = (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0)
    return wallClock([y, month, day, twoDigits(String(hours)), minute, second], now)
  }
  const full = name.match(dateAndTime) ?? name.match(compact)
  if (!full) return null
  const [, y, month, day, hour = '', minute, second] = full
  return wallClock([y, month, day, twoDigits(hour), minute, second], now)
}

function twoDigits(hour: string): string {
  return hour.padStart(2, '0')
}
