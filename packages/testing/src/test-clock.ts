import { addSeconds, type Clock } from '@kinkeep/core/platform/clock'

export interface TestClock extends Clock {
  set(now: Date): void
  /** Goes on by so many seconds; negative goes back. */
  advance(seconds: number): void
}

/** A clock that stands until it is moved. It starts at the real time, which stores and sessions compare with. */
export function createTestClock(): TestClock {
  let now = new Date()
  return {
    now: () => new Date(now),
    set(next) {
      now = next
    },
    advance(seconds) {
      now = addSeconds(now, seconds)
    },
  }
}
