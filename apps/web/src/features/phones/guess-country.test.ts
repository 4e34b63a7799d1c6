import { expect, test } from 'vitest'
import { guessCountry } from './guess-country.ts'

const countries = ['AT', 'CA', 'DE', 'FR', 'GB', 'RU', 'US'] as const

test.each([
  ['Europe/Berlin', ['en-US'], 'DE'],
  ['Europe/Moscow', ['en-GB', 'en'], 'RU'],
  ['America/New_York', ['ru'], 'US'],
  ['America/Toronto', ['fr-CA'], 'CA'],
  ['Mars/Olympus', ['de-AT', 'en'], 'AT'],
  ['Mars/Olympus', ['ru'], 'RU'],
  ['Mars/Olympus', ['not a language'], undefined],
])('in %s, speaking %s: %s', (timeZone, languages, country) => {
  expect(guessCountry(countries, { timeZone, languages })).toBe(country)
})
