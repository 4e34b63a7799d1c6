/** What a person sees while Kinkeep starts: a line a step, with how long it took. */
export interface Progress {
  /** Names the work while it runs and prints its line when it is done. */
  step<T>(label: string, work: Promise<T>): Promise<T>
  line(text: string): void
  /** Something went wrong and was dealt with, or cannot be. */
  warn(text: string): void
}

const slowMs = 1_000

/** Writes to the given streams; `quiet` keeps warnings only. */
export function createProgress(
  out: NodeJS.WritableStream,
  errors: NodeJS.WritableStream,
  quiet: boolean,
): Progress {
  const print = (text: string) => void out.write(`${text}\n`)
  return {
    async step(label, work) {
      if (quiet) return work
      const started = performance.now()
      const slow = setTimeout(() => print(`  … ${label}`), slowMs)
      try {
        const result = await work
        print(`  ✓ ${label.padEnd(28)} ${((performance.now() - started) / 1000).toFixed(1)} s`)
        return result
      } finally {
        clearTimeout(slow)
      }
    },
    line: (text) => {
      if (!quiet) print(text)
    },
    warn: (text) => void errors.write(`  ! ${text}\n`),
  }
}
