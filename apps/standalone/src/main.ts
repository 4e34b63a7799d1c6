import type { Command } from './commands/command.ts'
import { demo } from './commands/demo.ts'
import { dev } from './commands/dev.ts'
import { services } from './commands/services.ts'
import { stack } from './commands/stack.ts'
import { start } from './commands/start.ts'
import { tool } from './commands/tool.ts'
import { readConfig } from './config.ts'
import { createProgress } from './console.ts'
import { createLifetime } from './lifetime.ts'
import { StartError } from './start-error.ts'

const commands = {
  start,
  dev,
  demo,
  services,
  stack,
  'admin:make': tool('make-admin'),
  'audit:verify': tool('verify-audit'),
  'secrets:rotate': tool('rotate-secrets'),
} satisfies Record<string, Command>

/** Terminals and package managers tell us of one Ctrl-C more than once; a second one comes later. */
const oneCtrlCMs = 500

const [name = '', ...args] = process.argv.slice(2)
const progress = createProgress(process.stdout, process.stderr, process.connected)
const lifetime = createLifetime((error) => progress.warn(`While stopping: ${String(error)}`))

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void endBy(signal))
}
if (process.connected) process.once('disconnect', () => void lifetime.end('the parent is gone'))

try {
  const command = Object.entries(commands).find(([known]) => known === name)?.[1]
  if (!command) throw new StartError(`Say what to run: ${Object.keys(commands).join(', ')}.`)
  await command({
    args,
    config: readConfig(),
    lifetime,
    progress,
    tell: (message) => (process.send ? process.send(message) : console.log(JSON.stringify(message))),
  })
} catch (error) {
  void lifetime.end(error)
}
await lifetime.ended
const { reason } = lifetime.signal
if (reason instanceof StartError) progress.warn(reason.message)
else if (reason instanceof Error) progress.warn(reason.stack ?? reason.message)
process.exit(reason instanceof Error ? 1 : 0)

async function endBy(signal: string): Promise<void> {
  const began = performance.now()
  // Whoever asks twice does not want to wait; what we started ends by itself when we are gone.
  const insist = () => performance.now() - began > oneCtrlCMs && process.exit(1)
  if (!lifetime.signal.aborted) {
    process.on('SIGINT', insist).on('SIGTERM', insist)
    progress.line('\nStopping')
  }
  await lifetime.end(signal)
}
