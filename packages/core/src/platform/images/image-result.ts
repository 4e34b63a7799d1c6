import type { MediaFailureReason, MediaType, PhotoType } from '@kinkeep/contracts/media-states'
import type { Place } from './place.ts'
import type { TakenDate } from './taken-date.ts'

/** Paths on this machine. The outputs are written only when the answer is `ready`. */
export interface ImageInput {
  inputPath: string
  previewPath: string
  thumbnailPath: string
  /** As the person's device called it: only a date is ever read from it, never a type. */
  originalName: string
  /** `avatar`: two squares of a person, WebP, 256 px in `previewPath` and 64 px in `thumbnailPath`. */
  purpose?: 'photo' | 'avatar' | 'print'
  /** Of `print`: pixels of the JPEG's long edge at most, in `previewPath`. */
  longEdge?: number
  /** A person's turn on top of what the file says of itself, clockwise. */
  rotation?: 0 | 90 | 180 | 270
}

/** What a file can be blamed for. Trouble of the machine (no disk, no input file) is thrown instead. */
export type ImageFailureReason = Exclude<
  MediaFailureReason,
  'TOO_LONG' | 'MISSING' | 'CORRUPTED' | 'INTERNAL'
>

/** What is known of a file before anything decodes it; null where the processing died earlier. */
export interface FileIdentity {
  /** A type that the other reader reads goes to that one. */
  mime: MediaType | null
  /** Lower-case hex over the original bytes. */
  sha256: string | null
  byteSize: number | null
}

/** A file that took its child along. */
export interface LostFile extends FileIdentity {
  status: 'failed'
  reason: 'TIMED_OUT' | 'OUT_OF_MEMORY' | 'DAMAGED'
}

export interface ReadyImage {
  status: 'ready'
  mime: PhotoType
  sha256: string
  byteSize: number
  /** Pixels of the upright original. */
  width: number
  height: number
  /** base64, https://evanw.github.io/thumbhash/ */
  thumbHash: string
  /** null: neither metadata nor file name tell; the caller has the file's time. */
  taken: TakenDate | null
  /** ISO instant, UTC, by the name. No wall clock, so no date of its own: it serves where nothing better is known. */
  recordedAt: string | null
  /** Where it was taken: for members alone. */
  place: Place | null
  /** What the two halves of a Live Photo have in common, as its maker wrote it. */
  contentId: string | null
  previewBytes: number
  thumbnailBytes: number
}

export interface FailedImage extends FileIdentity {
  status: 'failed'
  reason: ImageFailureReason
}

export type ImageResult = ReadyImage | FailedImage
