import { AVERROR_ENOMEM } from 'node-av/constants'
import { FFmpegError } from 'node-av/lib'
import type { VideoFailureReason } from './video-result.ts'

/** Thrown inside the child when the file itself is at fault. */
export class VideoFailure extends Error {
  readonly reason: VideoFailureReason

  constructor(reason: VideoFailureReason, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/** Throws VideoFailure when FFmpeg could not read something: the file is to blame unless memory is. */
export function requireRead(code: number, what: string): number {
  if (code >= 0) return code
  const cause = new Error(`${what}: ${FFmpegError.strerror(code)}`)
  throw new VideoFailure(code === AVERROR_ENOMEM ? 'OUT_OF_MEMORY' : 'DAMAGED', cause)
}

/** Throws an Error when FFmpeg could not write something: the machine is to blame. */
export function requireWritten(code: number, what: string): number {
  if (code >= 0) return code
  throw new Error(`${what}: ${FFmpegError.strerror(code)}`)
}
