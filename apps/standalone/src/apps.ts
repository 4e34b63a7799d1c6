import path from 'node:path'
import { smsSettings } from '@kinkeep/core/platform/sms-settings'
import type { AppDatabase } from './app-database.ts'
import { type Child, startChild } from './children.ts'
import { inheritedEnv, repositoryFolder } from './config.ts'
import type { Progress } from './console.ts'
import { runOnce } from './run-once.ts'
import type { StoreAccess } from './services.ts'

/** What the server and the worker are told about the world, as their config.ts read it. */
export interface AppsOptions {
  databaseUrl: string
  store: StoreAccess
  /** The store as browsers reach it. */
  storePublicUrl: string
  /** Where people reach Kinkeep. */
  publicUrl: string
  host: string
  port: number
  /** The built web; undefined while the dev server has it. */
  webRoot: string | undefined
  /** As SECRET_KEYS and INDEX_KEY. */
  secretKeys: string
  indexKey: string
  smtpUrl: string
  mailFrom: string
  /** Where the SMS catcher takes messages; undefined when the environment names a provider. */
  smsCatcherUrl: string | undefined
  logLevel: string
  progress: Progress
  /** A process runs again under another id. */
  onRevived(name: AppName, pid: number): void
}

export type AppName = 'server' | 'worker'

const entry = (name: string) => path.join(repositoryFolder, 'apps', name)

/** Brings the app's database to the newest schema. Throws StartError with what the migration said. */
export async function migrateDatabase({ ownerUrl, appUrl }: AppDatabase, signal: AbortSignal): Promise<void> {
  await runOnce('Migrating the database', [process.execPath, entry('worker/src/migrate.ts')], {
    env: { ...inheritedEnv, DATABASE_URL: appUrl, MIGRATION_DATABASE_URL: ownerUrl },
    signal,
  })
}

export function startServer(options: AppsOptions): Promise<Child> {
  return start('server', options, {
    HOST: options.host,
    PORT: String(options.port),
    ...(options.smsCatcherUrl === undefined ? {} : { SMS_PROVIDER: 'catcher' }),
    ...(options.webRoot === undefined ? {} : { WEB_ROOT: options.webRoot }),
  })
}

export function startWorker(options: AppsOptions): Promise<Child> {
  return start('worker', options, {
    SMTP_URL: options.smtpUrl,
    MAIL_FROM: options.mailFrom,
    ...(options.smsCatcherUrl === undefined ? {} : catcherEnv(options.smsCatcherUrl)),
  })
}

/** A catcher alone: what the launcher's own surroundings say of another provider is taken out. */
function catcherEnv(url: string): NodeJS.ProcessEnv {
  const empty = Object.fromEntries(smsSettings.keyof().options.map((key) => [key, '']))
  return { ...empty, SMS_PROVIDER: 'catcher', SMS_CATCHER_URL: url }
}

function start(name: AppName, options: AppsOptions, own: NodeJS.ProcessEnv): Promise<Child> {
  const { store, progress } = options
  return startChild({
    name,
    entry: entry(`${name}/src/main.ts`),
    env: {
      ...inheritedEnv,
      DATABASE_URL: options.databaseUrl,
      // One from the launcher's own surroundings would be another database.
      DIRECT_DATABASE_URL: options.databaseUrl,
      PUBLIC_URL: options.publicUrl,
      S3_ENDPOINT: store.endpoint,
      S3_PUBLIC_ENDPOINT: options.storePublicUrl,
      S3_REGION: store.region,
      S3_BUCKET: store.bucket,
      S3_ACCESS_KEY_ID: store.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.secretAccessKey,
      SECRET_KEYS: options.secretKeys,
      INDEX_KEY: options.indexKey,
      LOG_LEVEL: options.logLevel,
      ...own,
    },
    onDeath: (how, delayMs) =>
      progress.warn(`The ${name} stopped: ${how}. Starting it again in ${delayMs} ms.`),
    onReady: (pid) => options.onRevived(name, pid),
  })
}
