import path from 'node:path'
import { type Addresses, chooseAddresses } from './addresses.ts'
import { ensureAppDatabase } from './app-database.ts'
import { type AppsOptions, migrateDatabase } from './apps.ts'
import type { CommandContext } from './commands/command.ts'
import type { Progress } from './console.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { explainFileError } from './explain-file-error.ts'
import type { Lifetime } from './lifetime.ts'
import { startMailCatcher } from './mail-catcher.ts'
import { startPostgres } from './postgres/postgres.ts'
import { type StoreService, startStore } from './services.ts'
import { type SmsCatcher, startSmsCatcher } from './sms-catcher.ts'
import { StartError } from './start-error.ts'

/** A family's own Kinkeep short of its server, worker and web: data that stays, and what serves it. */
export interface Household {
  data: DataFolder
  addresses: Addresses
  /** undefined when a real provider sends them. */
  smsUrl: string | undefined
  apps: Omit<AppsOptions, 'webRoot' | 'logLevel'>
}

/** Takes the data folder and starts Postgres, the object store and catchers of what nobody is set to send. */
export async function openHousehold({ config, lifetime, progress }: CommandContext): Promise<Household> {
  const data = await lifetime.own(openDataFolder(config.KINKEEP_DATA))
  const addresses = await chooseAddresses(config, progress)
  const starting = Promise.all([
    startDatabase(data, lifetime, progress),
    openStore(data, addresses, lifetime, progress),
    config.SMTP_URL ?? startMail(data, addresses, lifetime, progress),
    config.SMS_PROVIDER === 'none' ? startSms(data, addresses, lifetime, progress) : undefined,
  ])
  const [databaseUrl, store, smtpUrl, sms] = await starting.catch((error: unknown) => {
    throw explainFileError(error, data.path)
  })
  return {
    data,
    addresses,
    smsUrl: sms && addresses.smsUrl,
    apps: {
      databaseUrl,
      store: store.access,
      storePublicUrl: addresses.storePublicUrl,
      publicUrl: addresses.publicUrl,
      host: addresses.host,
      port: addresses.port,
      secretKeys: data.secrets.secretKeys,
      indexKey: data.secrets.indexKey,
      smtpUrl,
      mailFrom: config.MAIL_FROM,
      smsCatcherUrl: sms?.catcherUrl,
      progress,
      onRevived: (name) => progress.line(`  The ${name} runs again.`),
    },
  }
}

async function startDatabase(data: DataFolder, lifetime: Lifetime, progress: Progress): Promise<string> {
  const { postgresPassword, databasePassword, appPassword } = data.secrets
  const starting = startPostgres({
    folder: path.join(data.path, 'postgres'),
    password: postgresPassword,
    durable: true,
    onWarning: (line) => progress.warn(`Postgres: ${line}`),
  })
  const postgres = await progress.step('Postgres 18', lifetime.own(starting))
  void postgres.ended.then(() => lifetime.end(new StartError('Postgres ended by itself. Start again.')))
  const database = await ensureAppDatabase(postgres.url, { owner: databasePassword, app: appPassword })
  await progress.step('Database schema', migrateDatabase(database, lifetime.signal))
  return database.appUrl
}

function openStore(
  data: DataFolder,
  addresses: Addresses,
  lifetime: Lifetime,
  progress: Progress,
): Promise<StoreService> {
  const starting = startStore({
    folder: path.join(data.path, 'store'),
    accessKeyId: data.secrets.storeAccessKeyId,
    secretAccessKey: data.secrets.storeSecretAccessKey,
    host: addresses.host,
    port: addresses.storePort,
    allowedOrigins: [new URL(addresses.publicUrl).origin],
    durable: true,
    onError: (error) => progress.warn(`Object store: ${String(error)}`),
  })
  return progress.step('Photos and files', lifetime.own(starting))
}

async function startMail(
  data: DataFolder,
  addresses: Addresses,
  lifetime: Lifetime,
  progress: Progress,
): Promise<string> {
  const starting = startMailCatcher({
    host: addresses.host,
    webPort: addresses.mailPort,
    directory: path.join(data.path, 'mail'),
  })
  const mail = await progress.step('Mail catcher', lifetime.own(starting))
  return mail.smtpUrl
}

function startSms(
  data: DataFolder,
  addresses: Addresses,
  lifetime: Lifetime,
  progress: Progress,
): Promise<SmsCatcher> {
  const starting = startSmsCatcher({
    host: addresses.host,
    webPort: addresses.smsPort,
    directory: path.join(data.path, 'sms'),
    names: [new URL(addresses.publicUrl).hostname],
  })
  return progress.step('SMS catcher', lifetime.own(starting))
}
