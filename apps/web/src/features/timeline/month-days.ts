/** The last day of `2019-07`; a day is its own. */
export function lastDayOf(place: string): string {
  const [year = 0, number = 1, day] = place.split('-').map(Number)
  return isoDay(year, day === undefined ? number : number - 1, day ?? 0)
}

/** The first day of the month after `2019-07`, the day after `2019-07-14`. */
export function firstDayAfter(place: string): string {
  const [year = 0, number = 1, day] = place.split('-').map(Number)
  return isoDay(year, day === undefined ? number : number - 1, (day ?? 0) + 1)
}

function isoDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
}
