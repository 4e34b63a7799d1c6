import type { Occasion } from '@kinkeep/contracts/calendar'

/** A year from a day on, both ends in it: what is today comes round again just after it. */
export function yearFrom(day: string): { from: string; to: string } {
  const end = new Date(`${day}T00:00:00Z`)
  end.setUTCFullYear(end.getUTCFullYear() + 1)
  end.setUTCDate(end.getUTCDate() - 1)
  return { from: day, to: end.toISOString().slice(0, 10) }
}

export interface CalendarMonth {
  /** `2026-11`. */
  month: string
  occasions: Occasion[]
}

/** Months that have something in them, in the order of the list, which goes by day. */
export function toMonths(occasions: readonly Occasion[]): CalendarMonth[] {
  const months = Map.groupBy(occasions, ({ day }) => day.slice(0, 7))
  return [...months].map(([month, inIt]) => ({ month, occasions: inIt }))
}
