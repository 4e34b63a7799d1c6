import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { appUrlOf, ensureAppDatabase } from '../app-database.ts'
import { migrateDatabase } from '../apps.ts'
import { inheritedEnv, readForeignDatabase, repositoryFolder } from '../config.ts'
import { openDataFolder, peekSecrets } from '../data-folder.ts'
import { tryLock } from '../file-lock.ts'
import { startPostgres } from '../postgres/postgres.ts'
import { findRunningPort } from '../postgres/running-port.ts'
import type { Command, CommandContext } from './command.ts'

type Tool = 'make-admin' | 'verify-audit' | 'rotate-secrets'

/**
 * A command of the worker on the database at hand: at DATABASE_URL, or the data folder's, whether Kinkeep runs on
 * it or not. Ends with its exit code.
 */
export function tool(name: Tool): Command {
  return async (context) => {
    const env = await findDatabase(context)
    const entry = path.join(repositoryFolder, `apps/worker/src/tools/${name}.ts`)
    const child = spawn(process.execPath, [entry, ...context.args], {
      env: { ...inheritedEnv, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [code]: (number | null)[] = await once(child, 'exit')
    await context.lifetime.end('done')
    process.exit(code ?? 1)
  }
}

async function findDatabase(context: CommandContext): Promise<NodeJS.ProcessEnv> {
  if (readForeignDatabase()) return {}
  const folder = context.config.KINKEEP_DATA
  const { secretKeys, indexKey, appPassword } = await peekSecrets(folder)
  const secrets = { PREPARE_STATEMENTS: 'true', SECRET_KEYS: secretKeys, INDEX_KEY: indexKey }
  const port = isTaken(folder) ? await findRunningPort(path.join(folder, 'postgres')) : undefined
  const url = port ? appUrlOf(port, appPassword) : await startAlone(context, folder)
  return { ...secrets, DATABASE_URL: url }
}

function isTaken(folder: string): boolean {
  const held = tryLock(path.join(folder, 'lock.sqlite'))
  held?.release()
  return held === undefined
}

/** Nobody runs on it: its database alone, for as long as the command takes. */
async function startAlone({ lifetime, progress }: CommandContext, folder: string): Promise<string> {
  const data = await lifetime.own(openDataFolder(folder))
  const { postgresPassword, databasePassword, appPassword } = data.secrets
  const postgres = await lifetime.own(
    startPostgres({
      folder: path.join(folder, 'postgres'),
      password: postgresPassword,
      durable: true,
      onWarning: (line) => progress.warn(`Postgres: ${line}`),
    }),
  )
  const database = await ensureAppDatabase(postgres.url, { owner: databasePassword, app: appPassword })
  await migrateDatabase(database, lifetime.signal)
  return database.appUrl
}
