import type { PetView } from '@kinkeep/contracts/pets'

export interface Lived {
  years: number
  /** Whole months beyond those years. */
  months: number
}

/** How long from one calendar day to another; undefined when the second comes first. */
export function livedBetween(from: string, to: string): Lived | undefined {
  if (to < from) return undefined
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number)
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split('-').map(Number)
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0)
  return { years: Math.floor(months / 12), months: months % 12 }
}

/** How old a pet is, or became; undefined when nobody knows when it was born. */
export function ageOf({ birthdate, diedOn }: Pick<PetView, 'birthdate' | 'diedOn'>, today: string) {
  return birthdate === null ? undefined : livedBetween(birthdate, diedOn ?? today)
}
