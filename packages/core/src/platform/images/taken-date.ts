import { dateInName } from './date-in-name.ts'
import { minuteMs, wallClock } from './wall-clock.ts'

/** When a photo was taken: the wall clock where it was taken, and how far that was from UTC, if known. */
export interface TakenDate {
  /** `YYYY-MM-DDTHH:mm:ss`, never converted. */
  at: string
  /** Minutes east of UTC. */
  offsetMinutes: number | null
  source: 'exif' | 'xmp' | 'fileName'
}

/** Raw text as found in the file; every field may be absent or garbage. */
export interface DateTags {
  dateTimeOriginal?: string | undefined
  offsetTimeOriginal?: string | undefined
  dateTimeDigitized?: string | undefined
  offsetTimeDigitized?: string | undefined
  /** When the file was last written, and in which zone: an offset of its own only while nothing else wrote it. */
  dateTime?: string | undefined
  offsetTime?: string | undefined
  /** UTC, `YYYY:MM:DD HH:mm:ss`. Only tells the offset: a fix may be old, and the day is another one. */
  gpsDateTime?: string | undefined
  /** EXIF's own field, as it stands in XMP. */
  xmpDateTimeOriginal?: string | undefined
  photoshopDateCreated?: string | undefined
  xmpCreateDate?: string | undefined
}

/** Minutes west and east of UTC. */
const widestOffsets = { west: -12 * 60, east: 14 * 60 }
/** The zones in use beside those of whole hours: no other difference between two clocks is a zone's. */
const oddZones = [
  ...['-09:30', '-03:30', '-02:30', '+03:30', '+04:30', '+05:30', '+05:45'],
  ...['+06:30', '+08:45', '+09:30', '+10:30', '+12:45', '+13:45'],
].map(parseOffset)

/**
 * The best date a photo tells, or null. Order: EXIF original, the date that an editor gave the picture, EXIF digitized
 * (of a scan, that is the scan's), when the file was made, file name; an instant in a name is none of these. `now`
 * rejects cameras that live in the future.
 * Exif 3.0, 4.6.5.2; XMP part 2, 2.5; IPTC "Date Created" is photoshop:DateCreated.
 */
export function chooseTakenDate(tags: DateTags, originalName: string, now: Date): TakenDate | null {
  const { dateTimeOriginal, dateTimeDigitized, gpsDateTime } = tags
  const original = fromExif(dateTimeOriginal, offsetOf(dateTimeOriginal, tags), gpsDateTime, now)
  if (original) return { ...original, source: 'exif' }
  const told = fromXmp(tags.xmpDateTimeOriginal, now) ?? fromXmp(tags.photoshopDateCreated, now)
  if (told) return { ...told, source: 'xmp' }
  const digitized = fromExif(dateTimeDigitized, offsetOf(dateTimeDigitized, tags), gpsDateTime, now)
  if (digitized) return { ...digitized, source: 'exif' }
  const made = fromXmp(tags.xmpCreateDate, now)
  if (made) return { ...made, source: 'xmp' }
  const named = dateInName(originalName, now)
  return named?.kind === 'wallClock' ? { at: named.at, offsetMinutes: null, source: 'fileName' } : null
}

/** The offset of a date: many cameras write it once, beside another field that says the same time. */
function offsetOf(text: string | undefined, tags: DateTags): string | undefined {
  if (text === undefined) return undefined
  const offsets = [
    [tags.dateTimeOriginal, tags.offsetTimeOriginal],
    [tags.dateTimeDigitized, tags.offsetTimeDigitized],
    [tags.dateTime, tags.offsetTime],
  ] as const
  return offsets.find(([same, offset]) => same === text && parseOffset(offset) !== null)?.[1]
}

type Moment = Pick<TakenDate, 'at' | 'offsetMinutes'>

function fromExif(text: string | undefined, offset: string | undefined, gps: string | undefined, now: Date) {
  const match = text?.match(
    /^\s*(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/,
  )
  const at = match && wallClock(match.slice(1, 7), now)
  if (!at) return null
  return { at, offsetMinutes: parseOffset(offset ?? match[7]) ?? offsetFromGps(at, gps, now) }
}

function fromXmp(text: string | undefined, now: Date): Moment | null {
  const match = text?.match(
    /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?/,
  )
  const at = match && wallClock(match.slice(1, 7), now)
  return at ? { at, offsetMinutes: parseOffset(match[7]) } : null
}

function parseOffset(text: string | undefined): number | null {
  if (text === undefined) return null
  if (text.trim() === 'Z') return 0
  const match = text.match(/^\s*([+-])(\d\d)(?::?(\d\d))?(?!\d)/)
  if (!match) return null
  const size = Number(match[2]) * 60 + Number(match[3] ?? 0)
  const minutes = match[1] === '-' && size > 0 ? -size : size
  return Number(match[3] ?? 0) > 59 || !isOffset(minutes) ? null : minutes
}

function offsetFromGps(at: string, gps: string | undefined, now: Date): number | null {
  const match = gps?.match(/^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/)
  const utc = match && wallClock(match.slice(1), now)
  return utc ? offsetBetween(at, `${utc}Z`) : null
}

/**
 * Minutes east of UTC by which a wall clock differs from an instant, when that is a zone's, missed by two minutes at
 * most. An instant of another moment, such as a stale fix, lies somewhere between zones and tells nothing.
 */
export function offsetBetween(at: string, utc: string): number | null {
  const minutes = (Date.parse(`${at}Z`) - Date.parse(utc)) / minuteMs
  const quarter = Math.round(minutes / 15) * 15
  if (Math.abs(minutes - quarter) > 2 || !isZone(quarter)) return null
  return quarter === 0 ? 0 : quarter
}

function isZone(minutes: number): boolean {
  return isOffset(minutes) && (minutes % 60 === 0 || oddZones.includes(minutes))
}

function isOffset(minutes: number): boolean {
  return minutes >= widestOffsets.west && minutes <= widestOffsets.east
}
