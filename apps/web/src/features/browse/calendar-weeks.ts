/** The days of `2019-07` in weeks that begin on Monday; null stands before the first and after the last. */
export function weeksOf(month: string): (string | null)[][] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const lead = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7
  const days = Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
  const cells = [...Array.from({ length: lead }, () => null), ...days]
  const weeks: (string | null)[][] = []
  for (let start = 0; start < cells.length; start += 7) {
    const week: (string | null)[] = cells.slice(start, start + 7)
    while (week.length < 7) week.push(null)
    weeks.push(week)
  }
  return weeks
}

/** The month so many months after `2019-07`, or before it. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** The day so many days after `2019-07-14`. */
export function dayAfter(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

/** Names of the days of a week from Monday on, in short and in full. */
export function weekdays(language: string): { short: string; long: string }[] {
  const name = (weekday: 'short' | 'long', index: number) =>
    // 1 January 2024 was a Monday.
    new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index))
  return Array.from({ length: 7 }, (_, index) => ({ short: name('short', index), long: name('long', index) }))
}
