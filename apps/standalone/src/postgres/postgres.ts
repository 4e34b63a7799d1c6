import { createInterface } from 'node:readline'
import type { Part } from '../lifetime.ts'
import { freePort } from '../ports.ts'
import { StartError } from '../start-error.ts'
import type { Account } from './account.ts'
import { findPostgresBinaries, type PostgresBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { saysFullDisk } from './full-disk.ts'
import { startGuarded } from './guarded-process.ts'
import { endOrphan } from './orphan.ts'

export interface Postgres extends Part {
  /** The superuser's connection string to the database `postgres`. */
  url: string
  /** Resolves when it has ended, asked or not. */
  ended: Promise<void>
}

export interface PostgresOptions {
  /** The cluster; made when it is not there. The caller sees to it that nobody else starts one on it. */
  folder: string
  password: string
  /** false: fast and gone after a power cut, for data that is thrown away. */
  durable: boolean
  /** A folder to remove when Postgres has ended, also when nobody is left to ask for it. */
  remove?: string
  /** Lines of its log that somebody should see. */
  onWarning(line: string): void
}

const portTries = 5
const patienceMs = 20_000

/**
 * Starts the embedded Postgres 18 on a free port of 127.0.0.1 and resolves when it takes connections. It ends with
 * `stop` (a fast shutdown) and when this process goes away. Throws StartError with Postgres's own words.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await findPostgresBinaries()
  const account = await ensureCluster(binaries, options.folder, options)
  await endOrphan(options.folder)
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort('127.0.0.1')
    const result = await launch(binaries, account, port, options)
    if ('postgres' in result) return result.postgres
    const isPortTaken = result.log.some((line) => line.includes('Address already in use'))
    if (!isPortTaken || attempt === portTries) throw new StartError(explain(result.log, options.folder))
  }
}

type Launch = { postgres: Postgres } | { log: string[] }

async function launch(
  binaries: PostgresBinaries,
  account: Account,
  port: number,
  options: PostgresOptions,
): Promise<Launch> {
  const command = [binaries.postgres, '-D', options.folder, ...settings(port, options.durable)]
  const guarded = startGuarded(account, command, options.remove)
  const log: string[] = []
  let isReady = false
  const ready = new Promise<boolean>((resolve) => {
    void guarded.ended.then(() => resolve(false))
    if (!guarded.process.stderr) return
    createInterface(guarded.process.stderr).on('line', (line) => {
      if (!isReady) log.push(line)
      if (line.includes('database system is ready to accept connections')) resolve(true)
      else if (isReady && /\b(WARNING|PANIC|FATAL):/.test(line)) options.onWarning(line)
    })
  })
  isReady = await ready
  if (!isReady) return { log }
  return {
    postgres: {
      url: `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`,
      ended: guarded.ended,
      stop: () => guarded.stop(patienceMs),
    },
  }
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The sentence among what Postgres wrote before it gave up. */
function explain(log: string[], folder: string): string {
  const text = log.join('\n')
  if (saysFullDisk(text)) {
    return `Postgres could not start: the disk of ${folder} is full. Make room and start again; nothing is lost.`
  }
  const fatal = log.filter((line) => /\b(FATAL|PANIC|HINT|DETAIL):/.test(line))
  return `Postgres could not start on ${folder}:\n${(fatal.length > 0 ? fatal : log).join('\n')}`
}
