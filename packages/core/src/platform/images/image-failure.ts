import type { ImageFailureReason } from './image-result.ts'

/** Thrown inside the child when the file itself is at fault. */
export class ImageFailure extends Error {
  readonly reason: ImageFailureReason

  constructor(reason: ImageFailureReason, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }

  /** What a decoder threw, as a closed reason: whatever is not about size or memory is a damaged file. */
  static fromDecoder(error: unknown): ImageFailure {
    if (error instanceof ImageFailure) return error
    const message = error instanceof Error ? error.message : String(error)
    if (/exceeds pixel limit/i.test(message)) return new ImageFailure('TOO_MANY_PIXELS', error)
    if (/out of memory|allocation failed|unable to allocate|cannot enlarge memory/i.test(message)) {
      return new ImageFailure('OUT_OF_MEMORY', error)
    }
    return new ImageFailure('DAMAGED', error)
  }
}
