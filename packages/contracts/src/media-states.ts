/** Closed lists about media. Zod-free, so that the web may import it. */

/** `requested` (no bytes yet) > `processing` (bytes are safe) > `ready` | `failed` (original kept). */
export const mediaStates = ['requested', 'processing', 'ready', 'failed'] as const
export type MediaState = (typeof mediaStates)[number]

/** Why a stored file has no preview. The original stays, and `retry` may be asked. */
export const mediaFailureReasons = [
  'EMPTY',
  'UNSUPPORTED_TYPE',
  'DAMAGED',
  'TOO_MANY_PIXELS',
  'TOO_MANY_FRAMES',
  'TOO_LONG',
  'TIMED_OUT',
  'OUT_OF_MEMORY',
  'MISSING',
  /** The bytes in the store are not those that were sent: send the file once more. */
  'CORRUPTED',
  'INTERNAL',
] as const
export type MediaFailureReason = (typeof mediaFailureReasons)[number]
/** Of these the store has something else than was sent, or nothing; of all others it has just that. */
export const lostFailures = ['MISSING', 'CORRUPTED'] as const satisfies readonly MediaFailureReason[]

/** Why a file may not be sent at all. */
export const uploadRefusals = ['EMPTY', 'TOO_LARGE', 'UNSUPPORTED_TYPE', 'CIRCLE_FULL'] as const
export type UploadRefusal = (typeof uploadRefusals)[number]

/** What a memory's date rests on, best first. Only the last two want a person's look. */
export const dateSources = ['person', 'exif', 'xmp', 'fileName', 'fileTime', 'posted'] as const
export type DateSource = (typeof dateSources)[number]

/** How much of a date is known. What is not stands at its beginning: summer 1968 is 1 June 1968, midnight. */
export const datePrecisions = ['time', 'day', 'month', 'season', 'year', 'decade'] as const
export type DatePrecision = (typeof datePrecisions)[number]

/**
 * Variants of an item's bytes, as in `GET /media/:circleId/:mediaId/:variant`. `video` is what a player plays: the
 * rendition, or the original where browsers play that. A video's `preview` and `thumbnail` are its poster.
 */
export const mediaVariants = ['original', 'preview', 'thumbnail', 'video'] as const
export type MediaVariant = (typeof mediaVariants)[number]

/** Formats Kinkeep reads, as MIME types found in the bytes. */
export const photoTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/heif',
  'image/tiff',
] as const
export type PhotoType = (typeof photoTypes)[number]
export const videoTypes = ['video/mp4', 'video/quicktime', 'video/webm'] as const
export type VideoType = (typeof videoTypes)[number]
export const mediaTypes = [...photoTypes, ...videoTypes] as const
export type MediaType = (typeof mediaTypes)[number]

export const mediaKinds = ['photo', 'video'] as const
export type MediaKind = (typeof mediaKinds)[number]
