/** Closed lists about archives. Zod-free, so that the web may import it. */
export const archiveKinds = ['export', 'book', 'import'] as const
export type ArchiveKind = (typeof archiveKinds)[number]

/** `sending` (an import whose parts are on their way) > `waiting` (for the worker, or in its hands) > `ready` | `failed`. */
export const archiveStates = ['sending', 'waiting', 'ready', 'failed'] as const
export type ArchiveState = (typeof archiveStates)[number]

/** Why nothing came of it. */
export const archiveFailures = [
  /** Whoever asked may not any more. */
  'NOT_ALLOWED',
  'NOTHING_TO_SHOW',
  'TOO_MANY_PHOTOS',
  /** No ZIP, or none that Kinkeep wrote. */
  'NOT_AN_ARCHIVE',
  'UNKNOWN_VERSION',
  /** What its manifest says and what it holds are two things. */
  'DAMAGED',
  'TOO_MANY_FILES',
  'TOO_LARGE',
  'CIRCLE_FULL',
  'TOO_MANY_PROFILES',
  /** Its bytes never arrived, or are gone. */
  'MISSING',
  'CANCELLED',
  'INTERNAL',
] as const
export type ArchiveFailure = (typeof archiveFailures)[number]

/** Formats of a book: A4, and a square of 210 mm. */
export const papers = ['a4', 'square'] as const
export type Paper = (typeof papers)[number]

/** Kinds of things that keep the id under which they were first known. */
export const originKinds = ['keep', 'media', 'album', 'child', 'pet'] as const
export type OriginKind = (typeof originKinds)[number]
