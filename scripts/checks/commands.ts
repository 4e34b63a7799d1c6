import { runCommand } from '../run-command.ts'
import type { Check } from './check.ts'

function commandCheck(name: string, ...command: string[]): Check {
  return {
    name,
    async run() {
      const { code, output } = await runCommand(command)
      return code === 0 ? '' : output.trim() || `${command.join(' ')} ended with ${code}`
    },
  }
}

/** Checks that other people's tools make. */
export const commandChecks: readonly Check[] = [
  commandCheck('types', 'tsc', '-b', '--pretty', 'false'),
  commandCheck('lint by type', 'oxlint', '--type-aware', '--deny-warnings'),
  commandCheck(
    'lint and format',
    'biome',
    'ci',
    '--error-on-warnings',
    '--max-diagnostics=40',
    '--colors=off',
  ),
]
