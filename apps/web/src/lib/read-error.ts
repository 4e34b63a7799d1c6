import { type ErrorReason, errorReasons, type FieldMessage } from '@kinkeep/contracts/reasons'
import { TRPCClientError } from '@trpc/client'

/** A refusal of the server's, or `UNREACHABLE` when no answer came at all. */
export type Reason = ErrorReason | 'UNREACHABLE'

export interface ReadError {
  reason: Reason
  fields: Partial<Record<string, readonly FieldMessage[]>>
  /** Whole seconds until it is worth trying again; null when waiting does not help. */
  retryAfter: number | null
  /** Names the request in the server's log; null when it never arrived. */
  requestId: string | null
}

const known: ReadonlySet<unknown> = new Set(errorReasons)

/** What is known about anything thrown, whether it came from the API, the network or our own code. */
export function readError(error: unknown): ReadError {
  const nothing = { fields: {}, retryAfter: null, requestId: null }
  if (!(error instanceof TRPCClientError)) return { reason: 'INTERNAL', ...nothing }
  const data: unknown = error.data
  if (typeof data !== 'object' || data === null) return { reason: 'UNREACHABLE', ...nothing }
  return {
    reason: 'reason' in data && isReason(data.reason) ? data.reason : 'INTERNAL',
    fields: 'fields' in data && isFields(data.fields) ? data.fields : {},
    retryAfter: 'retryAfter' in data && typeof data.retryAfter === 'number' ? data.retryAfter : null,
    requestId: 'requestId' in data && typeof data.requestId === 'string' ? data.requestId : null,
  }
}

function isReason(value: unknown): value is ErrorReason {
  return known.has(value)
}

function isFields(value: unknown): value is ReadError['fields'] {
  return typeof value === 'object' && value !== null && Object.values(value).every(Array.isArray)
}
