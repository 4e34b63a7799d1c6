import { readError } from '../../lib/read-error.ts'
import type { UploadReason } from './upload-item.ts'

/** What to do about a call that failed: give up and say why, or try again after a while. */
export type Failure = { final: UploadReason } | { final: null; wait: number | null }

/** Reads an error of the upload calls. `wait` is in ms, null where the queue's own pace decides. */
export function classifyFailure(error: unknown): Failure {
  const { reason, retryAfter } = readError(error)
  switch (reason) {
    case 'CIRCLE_FULL':
    case 'TOO_LARGE':
      return { final: reason }
    case 'NOT_FOUND':
    case 'ROLE_TOO_LOW':
      return { final: 'NOT_ALLOWED' }
    case 'INVALID_INPUT':
      return { final: 'NOT_STORED' }
    default:
      return { final: null, wait: retryAfter === null ? null : retryAfter * 1000 }
  }
}
