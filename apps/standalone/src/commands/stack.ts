import { ensureAppDatabase } from '../app-database.ts'
import { type AppsOptions, migrateDatabase, startServer, startWorker } from '../apps.ts'
import { createSecrets } from '../data-folder.ts'
import { freePort } from '../ports.ts'
import { prepareThrowawayServices } from '../services.ts'
import { buildWeb } from '../web-build.ts'
import type { Command } from './command.ts'

/**
 * `stack`: a whole Kinkeep on free ports with data that is thrown away, for as long as the one who asked lives.
 * `--no-web`: for programs, without the pages, which take a while to build.
 */
export const stack: Command = async ({ args, config, lifetime, progress, tell }) => {
  const { signal } = lifetime
  const web = args.includes('--no-web') ? Promise.resolve(undefined) : buildWeb(signal)
  // Awaited below; until then a failure of something else must not leave this one unhandled.
  web.catch(() => undefined)
  const prepared = await prepareThrowawayServices(lifetime, progress)
  const [postgres, store, mail, sms] = await Promise.all([
    prepared.postgres(),
    prepared.store(),
    prepared.mail(),
    prepared.sms(),
  ])
  const { secretKeys, indexKey, databasePassword, appPassword } = createSecrets()
  const database = await ensureAppDatabase(postgres.url, { owner: databasePassword, app: appPassword })
  await migrateDatabase(database, signal)
  const databaseUrl = database.appUrl
  const port = await freePort('127.0.0.1')
  const origin = `http://localhost:${port}`
  const options: AppsOptions = {
    databaseUrl,
    store: store.access,
    storePublicUrl: store.access.endpoint,
    publicUrl: origin,
    host: '127.0.0.1',
    port,
    webRoot: await web,
    secretKeys,
    indexKey,
    smtpUrl: mail.smtpUrl,
    mailFrom: config.MAIL_FROM,
    smsCatcherUrl: sms.catcherUrl,
    logLevel: config.LOG_LEVEL ?? 'warn',
    progress,
    onRevived: (name, pid) => tell({ type: 'revived', name, pid }),
  }
  const [worker, server] = await Promise.all([
    lifetime.own(startWorker(options)),
    lifetime.own(startServer(options)),
  ])
  tell({
    type: 'ready',
    origin,
    postgresUrl: postgres.url,
    databaseUrl,
    store: store.access,
    smtpUrl: mail.smtpUrl,
    mailUrl: mail.mailUrl,
    smsUrl: sms.smsUrl,
    smsCatcherUrl: sms.catcherUrl,
    workerPid: worker.pid,
    serverPid: server.pid,
  })
}
