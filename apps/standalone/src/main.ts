import type { Command } from './commands/command.ts'
import { services } from './commands/services.ts'
import { stack } from './commands/stack.ts'
import { readConfig } from './config.ts'
import { createProgress } from './console.ts'
import { createLifetime } from './lifetime.ts'
import { StartError } from './start-error.ts'

const commands = { services, stack } satisfies Record<string, Command>

const [name = '', ...args] = process.argv.slice(2)
const progress = createProgress(process.stderr, process.connected)
const lifetime = createLifetime((error) => progress.warn(`While stopping: ${String(error)}`))
let signals = 0

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signals += 1
    // Whoever asks twice does not want to wait; what we started ends by itself when we are gone.
    if (signals > 1) process.exit(1)
    progress.line('')
    void lifetime.end(signal)
  })
}
if (process.connected) process.once('disconnect', () => void lifetime.end('the parent is gone'))

try {
  const command = Object.entries(commands).find(([known]) => known === name)?.[1]
  if (!command) throw new StartError(`Usage: main.ts <${Object.keys(commands).join('|')}>`)
  const config = readConfig()
  await command({
    args,
    config,
    lifetime,
    progress,
    tell: (message) => (process.send ? process.send(message) : console.log(JSON.stringify(message))),
  })
} catch (error) {
  if (!lifetime.signal.aborted) {
    progress.warn(
      error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error),
    )
    process.exitCode = 1
    void lifetime.end(error)
  }
}
await lifetime.ended
process.exit()
