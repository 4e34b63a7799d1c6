import { runChecks } from './run-checks.ts'
import { runPlaywright, runVitest } from './runners.ts'
import { addUp, type Tally } from './tally.ts'

/** `pnpm test`: every check, test and journey there is. The last line is the sum; a failure stops nothing. */
const runners: [name: string, run: () => Promise<Tally>][] = [
  ['verify', runChecks],
  ['vitest', runVitest],
  ['journeys', runPlaywright],
]

const tallies: Tally[] = []
for (const [name, run] of runners) {
  const startedAt = performance.now()
  console.log(`\n${name}`)
  const tally = await run().catch((error: unknown) => {
    console.error(error)
    return { passed: 0, failed: 1 }
  })
  tallies.push(tally)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed in ${seconds} s`)
}

const { passed, failed } = addUp(tallies)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed`)
