import type { MediaFailureReason, VideoType } from '@kinkeep/contracts/media-states'
import type { FileIdentity } from '../images/image-result.ts'
import type { Place } from '../images/place.ts'
import type { TakenDate } from '../images/taken-date.ts'

/** Paths on this machine. The outputs are written only when the answer is `ready`. */
export interface VideoInput {
  inputPath: string
  /** The poster, as a photo's preview and thumbnail. */
  previewPath: string
  thumbnailPath: string
  /** Written only where the original does not play everywhere. */
  renditionPath: string
  /** As the person's device called it: only a date is ever read from it, never a type. */
  originalName: string
}

export type VideoFailureReason = Exclude<
  MediaFailureReason,
  'TOO_MANY_FRAMES' | 'MISSING' | 'CORRUPTED' | 'INTERNAL'
>

export interface ReadyVideo {
  status: 'ready'
  mime: VideoType
  sha256: string
  byteSize: number
  /** Square pixels of the upright picture. */
  width: number
  height: number
  durationMs: number
  /** base64, of the poster. https://evanw.github.io/thumbhash/ */
  thumbHash: string
  taken: TakenDate | null
  /** ISO instant, UTC, by the camera's clock, else by the name. No wall clock, so no date of its own: it serves where nothing better is known. */
  recordedAt: string | null
  place: Place | null
  contentId: string | null
  previewBytes: number
  thumbnailBytes: number
  /** null: browsers play the original itself. */
  renditionBytes: number | null
}

export interface FailedVideo extends FileIdentity {
  status: 'failed'
  reason: VideoFailureReason
}

export type VideoResult = ReadyVideo | FailedVideo
