import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import examples from 'libphonenumber-js/mobile/examples'
import { guessCountry } from './guess-country.ts'

/** Large, so it is imported when a phone number is about to be typed, and never before. */
export interface PhoneFormat {
  /** Where a number without a country's code is taken to be from. */
  country: CountryCode
  /** A number of that country, as one writes it to others. */
  example: string
  /** E.164, or undefined for what cannot be a number. The server, which knows more, has the last word. */
  toInternational: (typed: string) => string | undefined
}

export function readPhoneFormat(): PhoneFormat {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const country = guessCountry(getCountries(), { timeZone, languages: navigator.languages }) ?? 'US'
  return {
    country,
    example:
      getExampleNumber(country, examples)?.formatInternational() ?? `+${getCountryCallingCode(country)}`,
    toInternational: (typed) => {
      const found = parsePhoneNumberFromString(typed, country)
      return found?.isPossible() ? found.number : undefined
    },
  }
}
