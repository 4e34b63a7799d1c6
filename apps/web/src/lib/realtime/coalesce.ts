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

/** Runs `run(key)` at once, then at most once per `ms` for each key, however often it is asked. The last ask is never lost. */
export function coalesce<Key>(run: (key: Key) => void, ms: number, timers: Timers): Coalesced<Key> {
  const ranAt = new Map<Key, number>()
  const waiting = new Map<Key, () => void>()

  const runNow = (key: Key) => {
    waiting.delete(key)
    ranAt.set(key, timers.now())
    run(key)
  }
  const ask = (key: Key) => {
    if (waiting.has(key)) return
    const last = ranAt.get(key)
    const wait = last === undefined ? 0 : last + ms - timers.now()
    if (wait <= 0) runNow(key)
    else
      waiting.set(
        key,
        timers.after(wait, () => runNow(key)),
      )
  }
  const stop = () => {
    for (const callOff of waiting.values()) callOff()
    waiting.clear()
  }
  return Object.assign(ask, { stop })
}
