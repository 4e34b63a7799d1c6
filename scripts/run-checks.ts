import { bundleCheck } from './checks/bundle.ts'
import type { Check } from './checks/check.ts'
import { commandChecks } from './checks/commands.ts'
import { databaseCheck } from './checks/database.ts'
import { dependenciesCheck } from './checks/dependencies.ts'
import { lawChecks } from './checks/laws.ts'
import { routesCheck } from './checks/routes.ts'
import type { Tally } from './tally.ts'

/** Slow ones first, so that two at a time end together. */
const checks: readonly Check[] = [
  ...commandChecks,
  bundleCheck,
  databaseCheck,
  routesCheck,
  dependenciesCheck,
  ...lawChecks,
]

const atOnce = 2

/** Runs the checks, or those whose name contains one of `wanted`, and prints a line for each. */
export async function runChecks(wanted: readonly string[] = []): Promise<Tally> {
  const waiting = checks.filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  )
  const tally = { passed: 0, failed: waiting.length === 0 ? 1 : 0 }

  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const passed = await runCheck(check)
      tally[passed ? 'passed' : 'failed'] += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return tally
}

async function runCheck({ name, run }: Check): Promise<boolean> {
  const startedAt = performance.now()
  const problem = await Promise.resolve()
    .then(run)
    .catch((error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${problem ? '✗' : '✓'} ${name} (${seconds} s)`)
  if (problem) console.log(problem.replace(/^/gm, '    '))
  return !problem
}
