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
