import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { commandEnv, root } from './config.ts'

export interface CommandResult {
  /** Exit code; 1 when the command could not start or was killed. */
  code: number
  /** What it wrote, standard error last; empty when it was shown as it came. */
  output: string
}

/** Runs a command in the repository's root, without input. `show` passes on what it writes, as it comes. */
export async function runCommand(
  [command = '', ...args]: readonly string[],
  { show = false, env = {} }: { show?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  const stream = show ? 'inherit' : 'pipe'
  const child = spawn(command, args, {
    cwd: root,
    env: { ...commandEnv, ...env },
    stdio: ['ignore', stream, stream],
  })
  const written = Promise.all([child.stdout, child.stderr].map(async (from) => (from ? text(from) : '')))
  try {
    const [code] = await once(child, 'close')
    return { code: typeof code === 'number' ? code : 1, output: (await written).join('') }
  } catch (error) {
    return { code: 1, output: `${command} could not start: ${String(error)}` }
  }
}
