import { toContentId } from '../images/apple-maker-note.ts'
import { type Place, placeOf } from '../images/place.ts'
import { chooseTakenDate, offsetBetween, type TakenDate } from '../images/taken-date.ts'

/** What a video's container tells of the moment, as found; every field may be absent or garbage. */
export interface VideoTags {
  /** Apple's, with the offset of the place: the only date in a video that is a wall clock. */
  appleCreationDate?: string | undefined
  /** Of the movie's header, UTC by definition. */
  creationTime?: string | undefined
  iso6709?: string | undefined
  contentId?: string | undefined
}

/** From FFmpeg's dictionary of a file, in which what is told twice stands behind a semicolon. */
export function tagsOf(dictionary: Readonly<Record<string, string>>): VideoTags {
  const lower = Object.fromEntries(
    Object.entries(dictionary).map(([key, value]) => [key.toLowerCase(), value.slice(0, 200).split(';')[0]]),
  )
  return {
    appleCreationDate: lower['com.apple.quicktime.creationdate'],
    creationTime: lower.creation_time,
    iso6709: lower['com.apple.quicktime.location.iso6709'] ?? lower.location,
    contentId: lower['com.apple.quicktime.content.identifier'],
  }
}

export interface VideoMoment {
  taken: TakenDate | null
  /** ISO instant, UTC; null when the camera had no clock. */
  recordedAt: string | null
  place: Place | null
  contentId: string | null
}

/**
 * When and where a video was taken. The movie header's instant is no date of a memory, because nobody knows the wall
 * clock that it was; it gives the offset of a wall clock that the file's name tells. docs/decisions/0008-wall-clock-dates.md
 */
export function readMoment(
  tags: VideoTags,
  { originalName, durationMs, now }: { originalName: string; durationMs: number; now: Date },
): VideoMoment {
  const recordedAt = parseInstant(tags.creationTime, now)
  const apple = chooseTakenDate({ xmpCreateDate: tags.appleCreationDate }, '', now)
  const named = chooseTakenDate({}, originalName, now)
  return {
    taken: apple ? { ...apple, source: 'exif' } : named && withOffset(named, recordedAt, durationMs),
    recordedAt,
    place: parseIso6709(tags.iso6709),
    contentId: toContentId(tags.contentId),
  }
}

/** Some cameras note when they began, some when they ended. */
function withOffset(named: TakenDate, recordedAt: string | null, durationMs: number): TakenDate {
  if (named.offsetMinutes !== null || !recordedAt) return named
  const ended = Date.parse(recordedAt)
  const began = new Date(ended - durationMs).toISOString()
  const offsetMinutes = offsetBetween(named.at, recordedAt) ?? offsetBetween(named.at, began)
  return { ...named, offsetMinutes }
}

/** Cameras without a clock write the epoch of QuickTime, 1904, or of Unix. */
function parseInstant(text: string | undefined, now: Date): string | null {
  const at = Date.parse(text ?? '')
  if (Number.isNaN(at) || at < Date.parse('1990-01-01T00:00:00Z')) return null
  return at > now.getTime() + 24 * 60 * 60 * 1000 ? null : new Date(at).toISOString()
}

/** `+52.5186+013.4081+034.000/`, degrees with a fraction, as every phone writes it. */
function parseIso6709(text: string | undefined): Place | null {
  const match = text?.match(/^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)/)
  return match ? placeOf(Number(match[1]), Number(match[2])) : null
}
