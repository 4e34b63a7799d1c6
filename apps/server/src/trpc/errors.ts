import type { ErrorData, ErrorReason, FieldMessage } from '@kinkeep/contracts/reasons'
import { DomainError } from '@kinkeep/core/platform/errors'
import { TRPCError } from '@trpc/server'
import { type core, ZodError } from 'zod'

type Code = TRPCError['code']

/** What each reason is in tRPC's and HTTP's words. */
const codes = {
  INVALID_INPUT: 'BAD_REQUEST',
  NOT_SIGNED_IN: 'UNAUTHORIZED',
  NOT_FOUND: 'NOT_FOUND',
  ROLE_TOO_LOW: 'FORBIDDEN',
  CREDENTIALS_WRONG: 'UNAUTHORIZED',
  PASSWORD_REQUIRED: 'UNAUTHORIZED',
  REAUTHENTICATION_REQUIRED: 'FORBIDDEN',
  TOKEN_SCOPE_TOO_LOW: 'FORBIDDEN',
  CODE_WRONG: 'UNAUTHORIZED',
  CODE_EXPIRED: 'BAD_REQUEST',
  CHALLENGE_EXPIRED: 'BAD_REQUEST',
  SECOND_FACTOR_LOCKED: 'TOO_MANY_REQUESTS',
  SECOND_FACTOR_EXISTS: 'CONFLICT',
  SECOND_FACTOR_MISSING: 'BAD_REQUEST',
  LAST_SIGN_IN_METHOD: 'CONFLICT',
  EMAIL_UNAVAILABLE: 'CONFLICT',
  PHONE_UNAVAILABLE: 'CONFLICT',
  PASSWORD_COMMON: 'BAD_REQUEST',
  PROVIDER_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  PROVIDER_REFUSED: 'BAD_REQUEST',
  IDENTITY_LINKED_ELSEWHERE: 'CONFLICT',
  PASSKEY_REFUSED: 'BAD_REQUEST',
  TOO_MANY_TOKENS: 'FORBIDDEN',
  TOO_MANY_PASSKEYS: 'FORBIDDEN',
  OWNS_CIRCLES: 'CONFLICT',
  LAST_ADMIN: 'CONFLICT',
  LINK_INVALID: 'NOT_FOUND',
  LINK_EXPIRED: 'BAD_REQUEST',
  LINK_USED: 'CONFLICT',
  OTHER_BROWSER: 'FORBIDDEN',
  INVITATION_EXPIRED: 'BAD_REQUEST',
  INVITATION_CANCELLED: 'BAD_REQUEST',
  INVITATION_USED: 'CONFLICT',
  INVITATION_DECLINED: 'CONFLICT',
  INVITATION_FOR_OTHER_ADDRESS: 'FORBIDDEN',
  SECOND_FACTOR_REQUIRED: 'FORBIDDEN',
  ALREADY_MEMBER: 'CONFLICT',
  PIN_REQUIRED: 'UNAUTHORIZED',
  PIN_WRONG: 'UNAUTHORIZED',
  TOO_MANY_GUEST_LINKS: 'FORBIDDEN',
  TOO_MANY_SHARE_LINKS: 'FORBIDDEN',
  SHARE_PASSWORD_REQUIRED: 'UNAUTHORIZED',
  SHARE_PASSWORD_WRONG: 'UNAUTHORIZED',
  TOO_MANY_PROFILES: 'FORBIDDEN',
  TOO_MANY_FEEDS: 'FORBIDDEN',
  UPGRADE_PENDING: 'CONFLICT',
  UPGRADE_REVOKED: 'BAD_REQUEST',
  UPGRADE_EXPIRED: 'BAD_REQUEST',
  UPGRADE_DONE: 'CONFLICT',
  UPGRADE_FOR_OTHER_ADDRESS: 'FORBIDDEN',
  CHILD_IS_GROWN: 'FORBIDDEN',
  COMMENT_GONE: 'CONFLICT',
  TOO_MANY_COMMENTS: 'FORBIDDEN',
  CANNOT_REMOVE_OWNER: 'FORBIDDEN',
  TOO_MANY_CIRCLES: 'FORBIDDEN',
  TOO_MANY_INVITATIONS: 'FORBIDDEN',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  TOO_MANY_CALLS: 'BAD_REQUEST',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  CIRCLE_FULL: 'FORBIDDEN',
  UPLOAD_MISSING: 'PRECONDITION_FAILED',
  UPLOAD_INCOMPLETE: 'PRECONDITION_FAILED',
  MEDIA_NOT_USABLE: 'BAD_REQUEST',
  NOT_RETRYABLE: 'CONFLICT',
  NOT_IN_TRASH: 'CONFLICT',
  LAST_PHOTO: 'CONFLICT',
  TOO_MANY_ALBUMS: 'FORBIDDEN',
  ALBUM_FULL: 'FORBIDDEN',
  ARCHIVE_BUSY: 'CONFLICT',
  ARCHIVE_GONE: 'PRECONDITION_FAILED',
  NOT_ALLOWED_ORIGIN: 'FORBIDDEN',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorReason, Code>

/** What is left to say of errors that tRPC itself made. */
const reasonsOfCodes: Partial<Record<Code, ErrorReason>> = {
  PARSE_ERROR: 'INVALID_INPUT',
  BAD_REQUEST: 'INVALID_INPUT',
  UNSUPPORTED_MEDIA_TYPE: 'INVALID_INPUT',
  METHOD_NOT_SUPPORTED: 'INVALID_INPUT',
  NOT_FOUND: 'NOT_FOUND',
  PAYLOAD_TOO_LARGE: 'TOO_LARGE',
}

/** A domain error as tRPC's, so that it gets its HTTP status. The only place where one becomes the other. */
export function toTRPCError(error: DomainError): TRPCError {
  return new TRPCError({ code: codes[error.reason], message: error.reason, cause: error })
}

/** All that an error may tell: a closed reason, translated fields, the request's id. No text of ours, no stack. */
export function toErrorData(error: TRPCError, requestId: string): ErrorData {
  const { cause } = error
  if (cause instanceof DomainError) {
    return {
      reason: cause.reason,
      requestId,
      ...(cause.fields ? { fields: cause.fields } : {}),
      ...(cause.retryAfter ? { retryAfter: cause.retryAfter } : {}),
    }
  }
  if (cause instanceof ZodError && error.code === 'BAD_REQUEST') {
    return { reason: 'INVALID_INPUT', requestId, fields: toFields(cause.issues) }
  }
  if (isUnavailable(error)) return { reason: 'UNAVAILABLE', requestId, retryAfter: 2 }
  return { reason: reasonsOfCodes[error.code] ?? 'INTERNAL', requestId }
}

/** Postgres or the store away, starting, silent or overrun: worth repeating, and no fault of the call. */
export function isUnavailable(error: TRPCError): boolean {
  const cause = error.cause
  if (!cause) return false
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return (
    /^(08|57P|53)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOENT'].includes(code) ||
    cause.name === 'TimeoutError' ||
    ('$fault' in cause && cause.$fault === 'server') ||
    /connection (timeout|terminated)|timeout exceeded when trying to connect|Connection ended/i.test(
      cause.message,
    )
  )
}

function toFields(issues: readonly core.$ZodIssue[]): Record<string, FieldMessage[]> {
  const fields: Record<string, FieldMessage[]> = {}
  for (const issue of issues) {
    const path = issue.path.join('.')
    const message = toFieldMessage(issue)
    fields[path] = [...new Set([...(fields[path] ?? []), message])]
  }
  return fields
}

function toFieldMessage(issue: core.$ZodIssue): FieldMessage {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'invalid'
    case 'too_small':
      if (issue.origin === 'array') return 'tooFew'
      return issue.origin === 'string' && issue.minimum === 1 ? 'required' : 'tooShort'
    case 'too_big':
      return issue.origin === 'array' ? 'tooMany' : 'tooLong'
    case 'invalid_format':
      return issue.format === 'email' ? 'email' : 'invalid'
    default:
      return 'invalid'
  }
}
