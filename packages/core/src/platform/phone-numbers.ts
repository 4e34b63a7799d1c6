import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Secrets } from './secrets.ts'

export interface PhoneNumber {
  /** E.164, the one way in which numbers are stored and compared. */
  number: string
  country: CountryCode
}

/**
 * What can get an SMS at an ordinary price. Premium, shared-cost, personal and satellite numbers are how SMS
 * pumping is paid for; landlines get nothing. Types are those of Google's libphonenumber.
 */
const ordinaryTypes: ReadonlySet<string | undefined> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE'])

/** A mobile number as typed, with its country's code (`+49 151 …`); undefined for anything else. */
export function parseMobileNumber(typed: string): PhoneNumber | undefined {
  const found = parsePhoneNumberFromString(typed)
  if (!found?.country || !found.isValid() || found.ext || !ordinaryTypes.has(found.getType()))
    return undefined
  return { number: found.number, country: found.country }
}

/** Enough of a number for its owner to know it by: `+49 … 78`, which no line breaks. */
export function maskPhone(number: string): string {
  const calling = parsePhoneNumberFromString(number)?.countryCallingCode ?? ''
  return `+${calling}\u00a0…\u00a0${number.slice(-2)}`
}

/** By which a number is found, and is unique, without being readable. */
export function indexPhone(secrets: Pick<Secrets, 'index'>, number: string): Buffer {
  return secrets.index('phone', number)
}

/** Where a linked number is sealed to. */
export function userPhoneContext(userId: string): string {
  return `users.phone_sealed:${userId}`
}
