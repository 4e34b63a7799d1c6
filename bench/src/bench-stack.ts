import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createSecrets, type Secrets } from '@kinkeep/core/platform/secrets'
import { launch } from '@kinkeep/testing/launcher'
import pg from 'pg'
import { inheritedEnv } from './config.ts'

const fileOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export interface ServerProcess {
  origin: string
  pid: number
  /** Ends it politely, so that a profile is written. */
  stop(): Promise<void>
}

export interface BenchStack {
  databaseUrl: string
  /** For filling and for looking at plans. */
  database: pg.Client
  /** A server process of Kinkeep, on the given database address (a proxy's, for one) and with Node's options. */
  startServer(options?: { databaseUrl?: string; execArgv?: string[] }): Promise<ServerProcess>
  /** As the servers have them: for rows that they are to find. */
  secrets: Secrets
  stop(): Promise<void>
}

/** Postgres and the object store by the launcher, with a migrated database; nobody is stopped by a rate limit. */
export async function startBenchStack(): Promise<BenchStack> {
  const services = await launch('services')
  const databaseUrl = kinkeepUrl(services)
  await createDatabase(services.postgresUrl)
  const { store } = services
  const [key, indexKey] = [randomBytes(32), randomBytes(32)]
  const env = {
    ...inheritedEnv,
    DATABASE_URL: databaseUrl,
    S3_ENDPOINT: store.endpoint,
    S3_REGION: store.region,
    S3_BUCKET: store.bucket,
    S3_ACCESS_KEY_ID: store.accessKeyId,
    S3_SECRET_ACCESS_KEY: store.secretAccessKey,
    SECRET_KEYS: `bench:${key.toString('base64url')}`,
    INDEX_KEY: indexKey.toString('base64url'),
    CALL_LIMIT_PER_MINUTE: '1000000000',
    AUTH_LIMIT_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'warn',
  }
  const migration = fork(fileOf('apps/worker/src/migrate.ts'), { env, stdio: 'inherit' })
  const [code] = await once(migration, 'exit')
  if (code !== 0) throw new Error('the migration failed')
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  const children: ChildProcess[] = []

  return {
    databaseUrl,
    database,
    secrets: createSecrets({ keys: [{ id: 'bench', key }], indexKey }),
    async startServer(options = {}) {
      const port = await freePort()
      const origin = `http://127.0.0.1:${port}`
      const own = { DATABASE_URL: options.databaseUrl ?? databaseUrl, PUBLIC_URL: origin, PORT: String(port) }
      const child = fork(fileOf('apps/server/src/main.ts'), {
        env: { ...env, ...own },
        execArgv: options.execArgv ?? [],
      })
      children.push(child)
      await isReady(child)
      return { origin, pid: child.pid ?? 0, stop: () => endChild(child) }
    },
    async stop() {
      await Promise.all(children.map(endChild))
      await database.end()
      await services.stop()
    },
  }
}

/** Resolves when a process of ours says that it is ready. */
export async function isReady(child: ChildProcess): Promise<void> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('a process ended before it was ready'))),
  ])
  if ((message as { type?: unknown }).type !== 'ready') throw new Error('a process said something else')
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function createDatabase(postgresUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  await client.query('create database kinkeep')
  await client.end()
}

/** Kinkeep's own database as the superuser, who may fill every table. */
export function kinkeepUrl({ postgresUrl }: { postgresUrl: string }): string {
  return postgresUrl.replace(/\/postgres$/, '/kinkeep')
}

/** The token of a session cookie, and what the database keeps of it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
