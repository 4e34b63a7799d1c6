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

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** The first photograph. Anything before it is a camera without a clock. */
const firstPhotograph = '1826'
/** Minutes west and east of UTC. */
const widestOffsets = { west: -12 * 60, east: 14 * 60 }
/** What a clock says that nobody set: the beginnings of the counts that cameras and files keep. */
const neverSet = ['1904-01-01T00:00:00', '1970-01-01T00:00:00', '1980-01-01T00:00:00']

/**
 * The best date a photo tells, or null. Order: EXIF original, the date that an editor gave the picture, EXIF digitized
 * (of a scan, that is the scan's), when the file was made, file name. `now` rejects cameras that live in the future.
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
  const named = fromFileName(originalName, now)
  return named && { ...named, source: 'fileName' }
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

const year = '((?:19|20)\\d\\d)'
const clockTime = '([01]\\d|2[0-3])[-_.:h]?([0-5]\\d)[-_.:m]?([0-5]\\d)'
/** `IMG_20180725_163423`, `Screenshot_2024-01-02-03-04-05`, `2024-01-02 03.04.05`, `signal-2024-01-02-030405`. */
const dateAndTime = new RegExp(`(?<!\\d)${year}[-_.]?(\\d\\d)[-_.]?(\\d\\d)(?:[-_ T.]|\\sat\\s)+${clockTime}`)
/** `20180725163423`, nothing between and nothing after. */
const compact = new RegExp(`(?<!\\d)${year}(\\d\\d)(\\d\\d)([01]\\d|2[0-3])([0-5]\\d)([0-5]\\d)(?!\\d)`)
/** `IMG-20240102-WA0001`, `2024-01-02`: a day without a time stands at noon. */
const dateOnly = new RegExp(`(?<!\\d)${year}([-_.]?)(\\d\\d)\\2(\\d\\d)(?!\\d)`)
/** `1532529263423`, `FB_IMG_1532529263423`: milliseconds since 1970. */
const unixMilliseconds = /(?<!\d)(1\d{12})(?!\d)/

function fromFileName(name: string, now: Date): Moment | null {
  const full = name.match(dateAndTime) ?? name.match(compact)
  const atFull = full && wallClock(full.slice(1, 7), now)
  // Pixel phones name by UTC, all others by their own wall clock.
  if (atFull) return { at: atFull, offsetMinutes: /^PXL_/i.test(name) ? 0 : null }

  const day = name.match(dateOnly)
  const atNoon = day && wallClock([day[1], day[3], day[4]], now)
  if (atNoon) return { at: atNoon, offsetMinutes: null }

  const unix = name.match(unixMilliseconds)?.[1]
  if (!unix || Number(unix) > now.getTime() + dayMs) return null
  return { at: new Date(Number(unix)).toISOString().slice(0, 19), offsetMinutes: 0 }
}

/** `[year, month, day, hour?, minute?, second?]` as wall clock; null when no such moment can be true. */
function wallClock(parts: (string | undefined)[], now: Date): string | null {
  const [y = '', month = '', day = '', hour = '12', minute = '00', second = '00'] = parts
  if (y < firstPhotograph) return null
  const at = `${y}-${month}-${day}T${hour}:${minute}:${second}`
  const utc = new Date(`${at}Z`)
  // 30 February would silently become 1 March.
  if (Number.isNaN(utc.getTime()) || utc.toISOString().slice(0, 19) !== at) return null
  if (neverSet.includes(at)) return null
  return utc.getTime() > now.getTime() + dayMs ? null : at
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

/** Zones lie on quarters of an hour; a fix that misses one by more than 2 minutes is stale and tells nothing. */
function offsetFromGps(at: string, gps: string | undefined, now: Date): number | null {
  const match = gps?.match(/^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/)
  const utc = match && wallClock(match.slice(1), now)
  return utc ? offsetBetween(at, `${utc}Z`) : null
}

/**
 * Minutes east of UTC by which a wall clock differs from an instant, when that can be a zone's: a quarter of an hour,
 * missed by two minutes at most.
 */
export function offsetBetween(at: string, utc: string): number | null {
  const minutes = (Date.parse(`${at}Z`) - Date.parse(utc)) / minuteMs
  const quarter = Math.round(minutes / 15) * 15
  if (Math.abs(minutes - quarter) > 2 || !isOffset(quarter)) return null
  return quarter === 0 ? 0 : quarter
}

function isOffset(minutes: number): boolean {
  return minutes >= widestOffsets.west && minutes <= widestOffsets.east
}
