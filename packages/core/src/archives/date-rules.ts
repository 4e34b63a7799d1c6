import { type AgeUnit, ageOn, agePartsOf } from '@kinkeep/contracts/ages'
import { isRough, roughDateText } from '@kinkeep/contracts/approximate-dates'
import type { Language } from '@kinkeep/contracts/languages'
import type { DatePrecision } from '@kinkeep/contracts/media-states'

/** A wall clock in words, as far as it is known: "July 14, 2024, 15:30", "Summer 1968", "The 1960s". */
export function describeDate(language: Language, wallClock: string, precision: DatePrecision): string {
  if (isRough(precision)) return capitalize(roughDateText(wallClock, precision, language))
  const day = new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'long' })
    .format(new Date(`${wallClock.slice(0, 10)}T00:00:00Z`))
    .replace(/\s?г\.$/, '')
  return precision === 'day' ? day : `${day}, ${wallClock.slice(11, 16)}`
}

/** "2 years 3 months", or undefined before the birth and of somebody grown. */
export function describeAge(language: Language, birthdate: string, on: string): string | undefined {
  const age = ageOn(birthdate, on)
  if (!age) return undefined
  const parts = agePartsOf(age)
  if (parts.length === 0) return language === 'ru' ? 'день рождения' : 'the day of birth'
  return parts.map(({ unit, count }) => describeUnit(language, unit, count)).join(' ')
}

function describeUnit(language: Language, unit: AgeUnit, count: number): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: 'long',
  }).format(count)
}

const units: Record<AgeUnit, string> = { years: 'year', months: 'month', weeks: 'week', days: 'day' }

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
