import { readdirSync, readFileSync } from 'node:fs'

const everyMs = 25

/**
 * Follows how long the main thread of the busiest page of a browser has had a processor, as Linux tells it: what a task
 * took by the clock is also what others on the same machine took from it.
 *
 * @returns the ms that it had one between two instants (ms of `Date.now()`), and up to 50 ms around them.
 */
export function followMainThread(): (from: number, to: number) => number {
  const pages = readdirSync('/proc').filter((pid) => readIfThere(pid, 'cmdline').includes('--type=renderer'))
  const busiest = pages.toSorted((a, b) => processorMs(b) - processorMs(a))[0]
  if (busiest === undefined) throw new Error('there is no page')
  const samples: { at: number; ms: number }[] = []
  setInterval(() => samples.push({ at: Date.now(), ms: processorMs(busiest) }), everyMs)
  return (from, to) => {
    const [before, after] = [samples.findLast(({ at }) => at <= from), samples.find(({ at }) => at >= to)]
    if (!before || !after) throw new Error('nothing is known of that time')
    return after.ms - before.ms
  }
}

/** https://docs.kernel.org/scheduler/sched-stats.html: the first number is nanoseconds on a processor. */
function processorMs(pid: string): number {
  return Number(readIfThere(pid, 'schedstat').split(' ')[0]) / 1e6
}

/** Processes come and go while they are looked at. */
function readIfThere(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
