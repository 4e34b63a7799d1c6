/** Why a call was refused: the closed set that reaches the caller as `data.reason`. Zod-free. */
export const errorReasons = [
  'INVALID_INPUT',
  'NOT_SIGNED_IN',
  'NOT_FOUND',
  'ROLE_TOO_LOW',
  'CREDENTIALS_WRONG',
  'PASSWORD_REQUIRED',
  'REAUTHENTICATION_REQUIRED',
  'TOKEN_SCOPE_TOO_LOW',
  'CODE_WRONG',
  'CODE_EXPIRED',
  'CHALLENGE_EXPIRED',
  'SECOND_FACTOR_LOCKED',
  'SECOND_FACTOR_EXISTS',
  'SECOND_FACTOR_MISSING',
  'SECOND_FACTOR_REQUIRED',
  'LAST_SIGN_IN_METHOD',
  'EMAIL_UNAVAILABLE',
  'PHONE_UNAVAILABLE',
  'PASSWORD_COMMON',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REFUSED',
  'IDENTITY_LINKED_ELSEWHERE',
  'PASSKEY_REFUSED',
  'TOO_MANY_TOKENS',
  'TOO_MANY_PASSKEYS',
  'OWNS_CIRCLES',
  'LAST_ADMIN',
  'LINK_INVALID',
  'LINK_EXPIRED',
  'LINK_USED',
  'OTHER_BROWSER',
  'INVITATION_EXPIRED',
  'INVITATION_CANCELLED',
  'INVITATION_USED',
  'INVITATION_DECLINED',
  'INVITATION_FOR_OTHER_ADDRESS',
  'ALREADY_MEMBER',
  'PIN_REQUIRED',
  'PIN_WRONG',
  'TOO_MANY_GUEST_LINKS',
  'TOO_MANY_PROFILES',
  'TOO_MANY_FEEDS',
  'UPGRADE_PENDING',
  'UPGRADE_REVOKED',
  'UPGRADE_EXPIRED',
  'UPGRADE_DONE',
  'UPGRADE_FOR_OTHER_ADDRESS',
  'CHILD_IS_GROWN',
  'COMMENT_GONE',
  'TOO_MANY_COMMENTS',
  'CANNOT_REMOVE_OWNER',
  'TOO_MANY_CIRCLES',
  'TOO_MANY_INVITATIONS',
  'TOO_MANY_REQUESTS',
  'TOO_MANY_CALLS',
  'TOO_LARGE',
  'CIRCLE_FULL',
  'UPLOAD_MISSING',
  'UPLOAD_INCOMPLETE',
  'MEDIA_NOT_USABLE',
  'NOT_RETRYABLE',
  'NOT_ALLOWED_ORIGIN',
  'UNAVAILABLE',
  'INTERNAL',
] as const
export type ErrorReason = (typeof errorReasons)[number]

/** What is wrong with one field: keys the interface translates. `data.fields` is `{ path: FieldMessage[] }`. */
export const fieldMessages = [
  'required',
  'tooShort',
  'tooLong',
  'tooMany',
  'tooFew',
  'email',
  'invalid',
] as const
export type FieldMessage = (typeof fieldMessages)[number]

/** The `data` part of every tRPC error that Kinkeep answers. */
export interface ErrorData {
  reason: ErrorReason
  requestId: string
  fields?: Record<string, FieldMessage[]>
  /** Whole seconds until a refused call is worth repeating. */
  retryAfter?: number
}
