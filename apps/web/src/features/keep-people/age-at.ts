import { ageOn, agePartsOf } from '@kinkeep/contracts/ages'
import { isRough, middleOf } from '@kinkeep/contracts/approximate-dates'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import type { Translate } from '../../lib/i18n/i18n.ts'

/**
 * "2 y 3 m" on a day or wall clock, "about 2 y" where only the year is known; undefined before the birth, and of a
 * decade, which says nothing of an age.
 */
export function ageAt(
  t: Translate,
  birthdate: string,
  on: string,
  precision: DatePrecision = 'time',
): string | undefined {
  if (precision === 'decade') return undefined
  const age = ageOn(birthdate, middleOf(on, precision))
  if (!age) return undefined
  const parts = agePartsOf(age)
  const said = (isRough(precision) ? parts.slice(0, 1) : parts).map(({ unit, count }) =>
    t(`keepPeople.${unit}`, { count }),
  )
  if (!isRough(precision)) return said.length === 0 ? t('keepPeople.newborn') : said.join(' ')
  return said.length === 0 ? undefined : t('keepPeople.about', { age: said.join(' ') })
}
