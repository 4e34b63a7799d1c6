import type { ErrorReason, FieldMessage } from '@kinkeep/contracts/reasons'
import type { Translate, TranslationKey } from './i18n/i18n.ts'
import { type Reason, readError } from './read-error.ts'

const reasonKeys = {
  INVALID_INPUT: 'errors.invalidInput',
  NOT_SIGNED_IN: 'errors.notSignedIn',
  NOT_FOUND: 'errors.notFound',
  ROLE_TOO_LOW: 'errors.roleTooLow',
  CREDENTIALS_WRONG: 'errors.credentialsWrong',
  PASSWORD_REQUIRED: 'errors.passwordRequired',
  REAUTHENTICATION_REQUIRED: 'errors.reauthenticationRequired',
  TOKEN_SCOPE_TOO_LOW: 'errors.tokenScopeTooLow',
  CODE_WRONG: 'errors.codeWrong',
  CODE_EXPIRED: 'errors.codeExpired',
  CHALLENGE_EXPIRED: 'errors.challengeExpired',
  SECOND_FACTOR_LOCKED: 'errors.secondFactorLocked',
  SECOND_FACTOR_EXISTS: 'errors.secondFactorExists',
  SECOND_FACTOR_MISSING: 'errors.secondFactorMissing',
  SECOND_FACTOR_REQUIRED: 'errors.secondFactorRequired',
  LAST_SIGN_IN_METHOD: 'errors.lastSignInMethod',
  EMAIL_UNAVAILABLE: 'errors.emailUnavailable',
  PHONE_UNAVAILABLE: 'errors.phoneUnavailable',
  PASSWORD_COMMON: 'errors.passwordCommon',
  PROVIDER_UNAVAILABLE: 'errors.providerUnavailable',
  PROVIDER_REFUSED: 'errors.providerRefused',
  IDENTITY_LINKED_ELSEWHERE: 'errors.identityLinkedElsewhere',
  PASSKEY_REFUSED: 'errors.passkeyRefused',
  TOO_MANY_TOKENS: 'errors.tooManyTokens',
  TOO_MANY_PASSKEYS: 'errors.tooManyPasskeys',
  OWNS_CIRCLES: 'errors.ownsCircles',
  LAST_ADMIN: 'errors.lastAdmin',
  LINK_INVALID: 'errors.linkInvalid',
  LINK_EXPIRED: 'errors.linkExpired',
  LINK_USED: 'errors.linkUsed',
  OTHER_BROWSER: 'errors.otherBrowser',
  INVITATION_EXPIRED: 'errors.invitationExpired',
  INVITATION_CANCELLED: 'errors.invitationCancelled',
  INVITATION_USED: 'errors.invitationUsed',
  INVITATION_DECLINED: 'errors.invitationDeclined',
  INVITATION_FOR_OTHER_ADDRESS: 'errors.invitationForOtherAddress',
  ALREADY_MEMBER: 'errors.alreadyMember',
  PIN_REQUIRED: 'errors.pinRequired',
  PIN_WRONG: 'errors.pinWrong',
  TOO_MANY_GUEST_LINKS: 'errors.tooManyGuestLinks',
  TOO_MANY_SHARE_LINKS: 'errors.tooManyShareLinks',
  SHARE_PASSWORD_REQUIRED: 'errors.sharePasswordRequired',
  SHARE_PASSWORD_WRONG: 'errors.sharePasswordWrong',
  TOO_MANY_PROFILES: 'errors.tooManyProfiles',
  TOO_MANY_FEEDS: 'errors.tooManyFeeds',
  UPGRADE_PENDING: 'errors.upgradePending',
  UPGRADE_REVOKED: 'errors.upgradeRevoked',
  UPGRADE_EXPIRED: 'errors.upgradeExpired',
  UPGRADE_DONE: 'errors.upgradeDone',
  UPGRADE_FOR_OTHER_ADDRESS: 'errors.upgradeForOtherAddress',
  CHILD_IS_GROWN: 'errors.childIsGrown',
  COMMENT_GONE: 'errors.commentGone',
  TOO_MANY_COMMENTS: 'errors.tooManyComments',
  CANNOT_REMOVE_OWNER: 'errors.cannotRemoveOwner',
  TOO_MANY_CIRCLES: 'errors.tooManyCircles',
  TOO_MANY_INVITATIONS: 'errors.tooManyInvitations',
  TOO_MANY_REQUESTS: 'errors.tooManyRequests',
  TOO_MANY_CALLS: 'errors.tooManyCalls',
  TOO_LARGE: 'errors.tooLarge',
  CIRCLE_FULL: 'errors.circleFull',
  UPLOAD_MISSING: 'errors.uploadMissing',
  UPLOAD_INCOMPLETE: 'errors.uploadIncomplete',
  MEDIA_NOT_USABLE: 'errors.mediaNotUsable',
  NOT_RETRYABLE: 'errors.notRetryable',
  NOT_IN_TRASH: 'errors.notInTrash',
  LAST_PHOTO: 'errors.lastPhoto',
  TOO_MANY_ALBUMS: 'errors.tooManyAlbums',
  ALBUM_FULL: 'errors.albumFull',
  ARCHIVE_BUSY: 'errors.archiveBusy',
  ARCHIVE_GONE: 'errors.archiveGone',
  NOT_ALLOWED_ORIGIN: 'errors.notAllowedOrigin',
  UNAVAILABLE: 'errors.unavailable',
  INTERNAL: 'errors.internal',
  UNREACHABLE: 'errors.unreachable',
} as const satisfies Record<ErrorReason | Reason, TranslationKey>

const fieldKeys = {
  required: 'fields.required',
  tooShort: 'fields.tooShort',
  tooLong: 'fields.tooLong',
  tooMany: 'fields.tooMany',
  tooFew: 'fields.tooFew',
  email: 'fields.email',
  invalid: 'fields.invalid',
} as const satisfies Record<FieldMessage, TranslationKey>

/** What went wrong, as a sentence for the person in front of it. */
export function errorText(error: unknown, t: Translate, language: string): string {
  const { reason, retryAfter } = readError(error)
  if (reason === 'TOO_MANY_REQUESTS' && retryAfter !== null) {
    return t('errors.tooManyRequestsUntil', { when: fromNow(retryAfter, language) })
  }
  // A server newer than this page may know reasons that this page does not.
  return t(Object.hasOwn(reasonKeys, reason) ? reasonKeys[reason] : 'errors.internal')
}

/** What is wrong with one field, as a sentence. */
export function fieldText(message: FieldMessage, t: Translate): string {
  return t(fieldKeys[message])
}

/** "in 40 seconds", "через 3 минуты". */
function fromNow(seconds: number, language: string): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always' })
  return seconds < 90
    ? relative.format(seconds, 'second')
    : relative.format(Math.ceil(seconds / 60), 'minute')
}
