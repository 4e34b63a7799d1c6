import type { PetView } from '@kinkeep/contracts/pets'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { formatShortDay } from '../timeline/wall-date.ts'
import { ageOf } from './pet-life.ts'

/** "Cat · Siberian · 3 years": what there is to say of a pet in a line. */
export function petLine(pet: PetView, today: string, t: Translate): string {
  const last = pet.diedOn === null ? ageText(pet, today, t) : yearsText(pet, t)
  return [t(`pets.kinds.${pet.kind}`), pet.breed, last].filter((part) => part !== null).join(' · ')
}

/** "2010–2024", or "until 2024" of a pet whose birth nobody knows. */
function yearsText({ birthdate, diedOn }: PetView, t: Translate): string | null {
  if (diedOn === null) return null
  const to = diedOn.slice(0, 4)
  return birthdate === null ? t('pets.until', { to }) : t('pets.fromTo', { from: birthdate.slice(0, 4), to })
}

/** "3 years", "5 months", "less than a month"; null when nobody knows. */
export function ageText(pet: PetView, today: string, t: Translate): string | null {
  const age = ageOf(pet, today)
  if (!age) return null
  if (age.years > 0) return t('pets.years', { count: age.years })
  return age.months > 0 ? t('pets.months', { count: age.months }) : t('pets.newborn')
}

/** The whole life of a pet that is remembered: its days, and how long it was. */
export function remembranceText(pet: PetView, t: Translate, language: string): string | null {
  if (pet.diedOn === null) return null
  const to = formatShortDay(pet.diedOn, language)
  if (pet.birthdate === null) return t('pets.rememberedSince', { to })
  const from = formatShortDay(pet.birthdate, language)
  const age = ageText(pet, pet.diedOn, t) ?? ''
  return t('pets.rememberedLife', { from, to, age })
}
