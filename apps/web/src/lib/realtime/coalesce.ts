/** The clock and the timer, passed in so that a test decides what time it is. */
export interface Timers {
  now: () => number
  /** Runs `task` once after `ms`; answers how to call it off. */
  after: (ms: number, task: () => void) => () => void
}

export const browserTimers: Timers = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

export interface Coalesced<Key> {
  (key: Key): void
  /** Forgets what is still waiting. */
  stop: () => void
}

/**
 * Runs `run(key)` at once, then at most once per `ms` for each key, however often it is asked. The last ask is never
 * lost. While the asking does not stop, each wait is half as long again as the one before, up to `most`: somebody's
 * two hundred photos must not use up what a reader may ask of the server in a minute.
 */
export function coalesce<Key>(
  run: (key: Key) => void,
  { ms, most }: { ms: number; most: number },
  timers: Timers,
): Coalesced<Key> {
  const last = new Map<Key, { at: number; wait: number }>()
  const waiting = new Map<Key, () => void>()

  const runNow = (key: Key, wait: number) => {
    waiting.delete(key)
    last.set(key, { at: timers.now(), wait })
    run(key)
  }
  const ask = (key: Key) => {
    if (waiting.has(key)) return
    const before = last.get(key)
    const left = before === undefined ? 0 : before.at + before.wait - timers.now()
    if (before === undefined || left <= 0) return runNow(key, ms)
    const next = Math.min(before.wait * 1.5, most)
    waiting.set(
      key,
      timers.after(left, () => runNow(key, next)),
    )
  }
  const stop = () => {
    for (const callOff of waiting.values()) callOff()
    waiting.clear()
  }
  return Object.assign(ask, { stop })
}
