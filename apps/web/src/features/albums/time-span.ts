import type { AlbumView } from '@kinkeep/contracts/albums'

/** When what is in an album happened, in months: "June 2020", "June – August 2020"; null of an empty one. */
export function timeSpan({ from, to }: Pick<AlbumView, 'from' | 'to'>, language: string): string | null {
  if (from === null || to === null) return null
  const month = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return month.formatRange(dayOf(from), dayOf(to))
}

/** The wall clock taken as UTC, in which it is written again. */
function dayOf(wallClock: string): Date {
  return new Date(`${wallClock}Z`)
}
