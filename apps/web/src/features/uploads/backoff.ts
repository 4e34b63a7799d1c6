const first = 1000
const longest = 60_000

/** Milliseconds until the next try: doubling, capped, and spread so that many browsers do not come back at once. */
export function backoff(attempts: number, random: () => number): number {
  return Math.min(longest, first * 2 ** attempts) * (0.5 + random() / 2)
}
