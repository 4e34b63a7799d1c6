import type { FirstFactor, SecondFactor, SecondFactorWay } from '@kinkeep/contracts/second-factors'
import type { RateLimit } from '../platform/rate-limits.ts'

/** What a first factor was already: asked for again, it would be the same proof twice. */
const sameChannel: Partial<Record<FirstFactor, SecondFactorWay>> = {
  email: 'email',
  phone: 'sms',
  passkey: 'passkey',
}

/**
 * The ways that are offered, the preferred one first and recovery codes last. Where the only factor is the channel
 * that the first one came through, nothing but a recovery code is left: two letters to one mailbox are one factor.
 */
export function waysAfter(
  firstFactor: FirstFactor,
  has: { factors: readonly SecondFactor[]; preferred: SecondFactor | null; hasPasskey: boolean },
): SecondFactorWay[] {
  if (has.factors.length === 0) return []
  const ways: SecondFactorWay[] = [...has.factors, ...(has.hasPasskey ? (['passkey'] as const) : [])]
  const offered = ways
    .filter((way) => way !== sameChannel[firstFactor])
    .toSorted((a, b) => Number(b === has.preferred) - Number(a === has.preferred))
  return [...offered, 'recovery']
}

/** Seconds that an app's clock may be off: one step to either side. RFC 6238, 5.2. */
export const totpTolerance = 30

/** Crockford's digits: no I, L, O or U, so that nothing can be misread. https://www.crockford.com/base32.html */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const recoveryLength = 12
const recoveryGroup = /.{4}(?=.)/g

/** A recovery code of 60 bits out of at least 12 random bytes: `7K2M-90QX-T4ZD`. */
export function toRecoveryCode(bytes: Uint8Array): string {
  if (bytes.length < recoveryLength) throw new Error('too little randomness for a recovery code')
  const code = Array.from(bytes.subarray(0, recoveryLength), (byte) => digits[byte % digits.length]).join('')
  return code.replace(recoveryGroup, '$&-')
}

/** What somebody types from paper, as it was printed: small letters, spaces and lookalikes count as meant. */
export function normalizeRecoveryCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

/** Six digits however they were grouped, or undefined when it is something else. */
export function normalizeDigits(typed: string): string | undefined {
  const code = typed.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(code) ? code : undefined
}

/** Where the secret of an authenticator app belongs: moved to another row it does not open. */
export function secretContext(factorId: string): string {
  return `second_factors.secret_sealed:${factorId}`
}

export function downloadContext(tokenHash: Buffer): string {
  return `one_time_downloads.content_sealed:${tokenHash.toString('hex')}`
}

/** The user is part of the purpose, so that equal codes of two people have nothing in common. */
export function recoveryPurpose(userId: string): string {
  return `recovery_code:${userId}`
}

/** Tries at recovery codes: of 60 bits nobody guesses one, but neither shall anybody try. */
export const recoveryTries: RateLimit = { count: 10, seconds: 15 * 60 }

/** Tries to finish a set-up with an app's code. */
export const setupTries: RateLimit = { count: 10, seconds: 15 * 60 }

/** Sheets of recovery codes. */
export const sheetsPerUser: RateLimit = { count: 10, seconds: 60 * 60 }

/** Mails about a locked second factor: whoever knows the password can cause one every quarter of an hour. */
export const lockMails: RateLimit = { count: 2, seconds: 24 * 60 * 60 }

/** Tokens of trusted devices that one browser holds: a family shares a computer, and each has their own. */
export const devicesPerBrowser = 5

/** The tokens in a browser's cookie. A dot is in none of them. */
export function deviceTokens(cookie: string | undefined): string[] {
  return cookie?.split('.').filter(Boolean).slice(0, devicesPerBrowser) ?? []
}
