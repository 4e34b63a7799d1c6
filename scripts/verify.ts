import { runChecks } from './run-checks.ts'

/** `pnpm verify [part of a name…]`: the checks that need no running Kinkeep. Exits 1 when one fails. */
const { failed } = await runChecks(process.argv.slice(2))
process.exitCode = failed > 0 ? 1 : 0
