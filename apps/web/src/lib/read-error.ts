import type { ErrorReason, FieldMessage } from '@kinkeep/contracts/reasons'
import type { AppRouter } from '@kinkeep/server/router'
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

/** What is known about anything thrown, whether it came from the API, the network or our own code. */
export function readError(error: unknown): ReadError {
  const nothing = { fields: {}, retryAfter: null, requestId: null }
  if (!isApiError(error)) {
    // A page's code that could not be fetched is a TypeError in every browser.
    const cutOff = error instanceof TypeError && !navigator.onLine
    return { reason: cutOff ? 'UNREACHABLE' : 'INTERNAL', ...nothing }
  }
  // A proxy's own error page has no data either.
  if (!error.data) return { reason: 'UNREACHABLE', ...nothing }
  const { reason, fields = {}, retryAfter = null, requestId } = error.data
  return { reason, fields, retryAfter, requestId }
}

function isApiError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}
