import { toContentId } from '../images/apple-maker-note.ts'
import { dateInName, type NamedDate } from '../images/date-in-name.ts'
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
  /** ISO instant, UTC; null when the camera had no clock and the name tells none. */
  recordedAt: string | null
  place: Place | null
  contentId: string | null
}

/**
 * When and where a video was taken. An instant, the movie header's or one in the file's name, is no date of a memory,
 * because nobody knows the wall clock that it was; the header's gives the offset of a wall clock that the name tells.
 * docs/decisions/0008-wall-clock-dates.md
 */
export function readMoment(
  tags: VideoTags,
  { originalName, durationMs, now }: { originalName: string; durationMs: number; now: Date },
): VideoMoment {
  const headerInstant = parseInstant(tags.creationTime, now)
  const apple = chooseTakenDate({ xmpCreateDate: tags.appleCreationDate }, '', now)
  const named = dateInName(originalName, now)
  return {
    taken: apple ? { ...apple, source: 'exif' } : takenByName(named, headerInstant, durationMs),
    recordedAt: headerInstant ?? (named?.kind === 'instant' ? named.recordedAt : null),
    place: parseIso6709(tags.iso6709),
    contentId: toContentId(tags.contentId),
  }
}

function takenByName(named: NamedDate | null, ended: string | null, durationMs: number): TakenDate | null {
  if (named?.kind !== 'wallClock') return null
  // Noon is nobody's time, so it is in no zone.
  const offsetMinutes = named.hasTime && ended ? offsetOf(named.at, ended, durationMs) : null
  return { at: named.at, offsetMinutes, source: 'fileName' }
}

/** Some cameras note when they began, some when they ended. */
function offsetOf(at: string, ended: string, durationMs: number): number | null {
  const began = new Date(Date.parse(ended) - durationMs).toISOString()
  return offsetBetween(at, ended) ?? offsetBetween(at, began)
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
