const day = 24 * 60 * 60_000

/** "today", "yesterday", "3 days ago": the server writes visits down to the hour, so no page says it more exactly. */
export function seenWhen(instant: string, now: Date, language: string): string {
  const midnight = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime()
  const days = Math.round((midnight(now) - midnight(new Date(instant))) / day)
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-Math.max(0, days), 'day')
}
