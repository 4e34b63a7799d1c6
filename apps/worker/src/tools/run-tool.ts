import { systemClock } from '@kinkeep/core/platform/clock'
import { ConfigError } from '@kinkeep/core/platform/config'
import { createDatabase, createTransaction } from '@kinkeep/core/platform/db'
import type { Deps } from '@kinkeep/core/platform/deps'
import { createJobSender } from '@kinkeep/core/platform/jobs'
import { createLog } from '@kinkeep/core/platform/log'
import { readToolConfig } from '../config.ts'

export type ToolDeps = Pick<Deps, 'db' | 'transaction'>

export interface ToolResult {
  exitCode: number
  text: string
}

/** Runs a command on the database of the settings, says what came of it and ends with its exit code. */
export async function runTool(work: (deps: ToolDeps, args: string[]) => Promise<ToolResult>): Promise<void> {
  const log = createLog('tool', 'warn')
  const onError = (error: unknown) => log.warn({ err: error }, 'database')
  try {
    const db = createDatabase({ ...readToolConfig(), max: 2, applicationName: 'kinkeep-tool', onError })
    const jobs = await createJobSender(db, onError)
    const transaction = createTransaction(db, jobs, systemClock, onError)
    try {
      const { exitCode, text } = await work({ db, transaction }, process.argv.slice(2))
      process.stdout.write(`${text}\n`)
      process.exitCode = exitCode
    } finally {
      await jobs.stop()
      await db.destroy()
    }
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
    else log.fatal({ err: error }, 'failed')
    process.exitCode = 1
  }
}
