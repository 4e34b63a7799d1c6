import type { ErrorReason, FieldMessage } from '@kinkeep/contracts/reasons'

/** A refusal that the caller may read: a closed reason, never a sentence, never somebody else's data. */
export class DomainError extends Error {
  readonly reason: ErrorReason
  readonly fields: Record<string, FieldMessage[]> | undefined
  /** Whole seconds until trying again makes sense. */
  readonly retryAfter: number | undefined

  constructor(
    reason: ErrorReason,
    detail: { fields?: Record<string, FieldMessage[]>; retryAfter?: number } = {},
  ) {
    super(reason)
    this.name = 'DomainError'
    this.reason = reason
    this.fields = detail.fields
    this.retryAfter = detail.retryAfter
  }
}

/** What one may not see and what does not exist are the same answer. */
export function notFound(): DomainError {
  return new DomainError('NOT_FOUND')
}
