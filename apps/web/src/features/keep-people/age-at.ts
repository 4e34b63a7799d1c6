import { ageOn, agePartsOf } from '@kinkeep/contracts/ages'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** "2 y 3 m" on a day or wall clock; undefined before the birth. */
export function ageAt(t: Translate, birthdate: string, on: string): string | undefined {
  const age = ageOn(birthdate, on)
  if (!age) return undefined
  const parts = agePartsOf(age).map(({ unit, count }) => t(`keepPeople.${unit}`, { count }))
  return parts.length === 0 ? t('keepPeople.newborn') : parts.join(' ')
}
