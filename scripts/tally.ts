/** How many checks or tests came out which way. */
export interface Tally {
  passed: number
  failed: number
}

/** A runner that ended badly, or had nothing to run, has failed at least once, whatever it counted. */
export function settle({ passed, failed }: Tally, exitCode: number): Tally {
  const isBroken = failed === 0 && (exitCode !== 0 || passed === 0)
  return isBroken ? { passed, failed: 1 } : { passed, failed }
}

export function addUp(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
}
