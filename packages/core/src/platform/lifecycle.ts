import { ConfigError } from './config.ts'
import type { Log } from './log.ts'

/** Seconds that open work gets before a stopping process ends regardless. */
const graceSeconds = 25

/**
 * Runs a process until it is told to stop: by SIGTERM or SIGINT, or by the end of the channel to the launcher
 * that started it, which also ends when the launcher is killed. `start` answers how to stop; a second signal
 * stops at once.
 */
export async function runProcess(log: Log, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stopping = false
  let stop: (() => Promise<void>) | undefined

  async function end(cause: string): Promise<void> {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ cause }, 'stopping')
    setTimeout(() => process.exit(1), graceSeconds * 1000).unref()
    try {
      await stop?.()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'stopping failed')
      process.exit(1)
    }
  }
  // Node itself would print such an error whole, with whatever a library put into it.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended by an error that nobody caught')
    process.exit(1)
  })
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
  process.on('disconnect', () => void end('launcher gone'))

  try {
    stop = await start()
    process.send?.({ type: 'ready' })
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
    else log.fatal({ err: error }, 'could not start')
    process.exit(1)
  }
}
