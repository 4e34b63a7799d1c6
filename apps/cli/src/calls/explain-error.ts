import type { ErrorData } from '@kinkeep/contracts/reasons'
import { TRPCClientError } from '@trpc/client'
import { UsageError } from '../usage-error.ts'

export interface ExplainedError {
  /** A closed reason of the API, or one of our own. */
  reason: string
  message: string
  fields?: Record<string, readonly string[]>
  requestId?: string
}

/** What to do about the refusals that a program meets; of others, their name says enough. */
const advice: Partial<Record<string, string>> = {
  NOT_SIGNED_IN: 'The token is not known, has expired or was revoked. Make another one in the browser.',
  TOKEN_SCOPE_TOO_LOW:
    'The token may not do this. Make one with the scope that "kinkeep <command> --help" names.',
  NOT_FOUND: 'There is nothing by this id that you may see.',
  ROLE_TOO_LOW: 'Your role in this circle does not reach.',
  REAUTHENTICATION_REQUIRED: 'This is done in the browser, by somebody who has just shown who they are.',
  INVALID_INPUT: 'Something in the input is wrong.',
  TOO_MANY_CALLS: 'Too many calls. Wait a minute.',
  TOO_MANY_REQUESTS: 'Too many requests. Wait a minute.',
  CIRCLE_FULL: 'The circle has no room left.',
  UNAVAILABLE: 'Kinkeep is busy or being restarted. Try again in a moment.',
}

/** An error as a person, or a program with `--json`, can use it. */
export function explainError(error: unknown): ExplainedError {
  if (error instanceof UsageError) return { reason: 'USAGE', message: error.message }
  if (!(error instanceof TRPCClientError)) {
    return { reason: 'FAILED', message: error instanceof Error ? error.message : String(error) }
  }
  const data = dataOf(error)
  if (!data)
    return {
      reason: 'UNREACHABLE',
      message: `Kinkeep did not answer: ${error.message}. Is KINKEEP_URL right?`,
    }
  const { reason, fields, requestId } = data
  return { reason, message: advice[reason] ?? reason, requestId, ...(fields ? { fields } : {}) }
}

/** Why, in a word where there is one: a reason of the API or of ours, or what went wrong. */
export function reasonOf(error: unknown): string {
  const { reason, message } = explainError(error)
  return reason === 'FAILED' ? message : reason
}

/** What Kinkeep says of a refusal; undefined when no answer of its came. */
export function dataOf(error: unknown): ErrorData | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  const data: unknown = error.data
  return isErrorData(data) ? data : undefined
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string'
}

/** The same for a terminal. */
export function printableError({ reason, message, fields = {}, requestId }: ExplainedError): string {
  const lines = Object.entries(fields).map(
    ([field, messages]) => `  ${field || 'input'}: ${messages.join(', ')}`,
  )
  const name = reason === 'USAGE' || reason === 'FAILED' || message === reason ? '' : ` (${reason})`
  return [`${message}${name}`, ...lines, ...(requestId ? [`  request ${requestId}`] : [])].join('\n')
}
