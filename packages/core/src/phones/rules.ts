import { limits } from '@kinkeep/contracts/limits'
import { DomainError } from '../platform/errors.ts'
import { type PhoneNumber, parseMobileNumber } from '../platform/phone-numbers.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Codes that one address asks for, whatever the numbers: a whole street may share one. Codes of one number are counted where they are made. */
export const codesPerAddress: RateLimit = { count: 40, seconds: 60 * 60 }

/**
 * Codes for the numbers of one country, from everywhere: what pumping SMS to a dear country can cost before somebody
 * looks. Counted for numbers that nobody has as well, or the limit would tell which somebody has.
 */
export const codesPerCountry: RateLimit = { count: 200, seconds: 60 * 60 }

/** Codes by which one person adds numbers: the only SMS that go to numbers nobody has. */
export const linkCodesPerUser: RateLimit = { count: 10, seconds: 24 * 60 * 60 }

/** Carriers give numbers to others after two or three months of silence. Signing in after so long is told by mail. */
export const quietDays = 60

/** The buckets that asking for a code takes from, before anything is written. */
export function requestLimits(address: string | undefined, { country }: PhoneNumber) {
  return [
    { key: `sms-address:${address ?? 'unknown'}`, limit: codesPerAddress },
    { key: `sms-country:${country}`, limit: codesPerCountry },
  ]
}

/** Throws INVALID_INPUT for anything but an ordinary mobile number: that says what a number is, not who has it. */
export function requireMobileNumber(typed: string): PhoneNumber {
  const found = parseMobileNumber(typed)
  if (!found) throw new DomainError('INVALID_INPUT', { fields: { phone: ['invalid'] } })
  return found
}

/** Six digits however they were grouped. What is something else is compared as it is, and matches nothing. */
export function normalizeCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').slice(0, limits.codeDigits + 1)
}
