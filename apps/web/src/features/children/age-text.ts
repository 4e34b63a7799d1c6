import { ageOn, agePartsOf } from '@kinkeep/contracts/ages'
import { isRough, middleOf } from '@kinkeep/contracts/approximate-dates'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** "2 years 3 months" on a day or wall clock, "about 2 years" where only the year is known. */
export function ageText(
  t: Translate,
  birthdate: string,
  on: string,
  precision: DatePrecision = 'time',
): string {
  const age = ageOn(birthdate, middleOf(on, precision))
  if (age && isRough(precision)) {
    const [first] = agePartsOf(age)
    return first ? t('children.about', { age: t(`children.${first.unit}`, { count: first.count }) }) : ''
  }
  if (!age) return t('children.unborn')
  const parts = agePartsOf(age).map(({ unit, count }) => t(`children.${unit}`, { count }))
  return parts.length === 0 ? t('children.newborn') : parts.join(' ')
}

/** "2 years 3 months", and "at birth", of so many complete months: an age to look for. */
export function monthsText(t: Translate, months: number): string {
  const parts = [
    { unit: 'years' as const, count: Math.floor(months / 12) },
    { unit: 'months' as const, count: months % 12 },
  ].filter(({ count }) => count > 0)
  if (parts.length === 0) return t('children.atBirth')
  return parts.map(({ unit, count }) => t(`children.${unit}`, { count })).join(' ')
}
