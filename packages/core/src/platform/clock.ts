/** Time is passed in, so that a test never sleeps. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** `date` moved by so many seconds; negative goes back. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}

export const secondsPerDay = 24 * 60 * 60

/** The day, `YYYY-MM-DD`, that it is in a time zone at an instant. */
export function dayIn(timeZone: string, instant: Date): string {
  return wallClockIn(timeZone, instant).happenedAt.slice(0, 10)
}

/** An instant as wall clock and offset in a time zone. */
export function wallClockIn(timeZone: string, instant: Date): { happenedAt: string; happenedOffset: number } {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '00'
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  const happenedAt = `${date}T${part('hour')}:${part('minute')}:${part('second')}`
  const wholeSeconds = Math.floor(instant.getTime() / 1000) * 1000
  return { happenedAt, happenedOffset: Math.round((Date.parse(`${happenedAt}Z`) - wholeSeconds) / 60_000) }
}
