import { startServer, startWorker } from '../apps.ts'
import type { Child } from '../children.ts'
import { type Household, openHousehold } from '../household.ts'
import { buildWeb } from '../web-build.ts'
import type { Command, CommandContext } from './command.ts'

/** `start`: a family's Kinkeep on this machine, with its data in one folder. */
export const start: Command = async (context) => {
  const { config, progress, tell } = context
  progress.line('\nKinkeep is starting')
  const { data, addresses, smsUrl, worker, server } = await startHousehold(context)
  await data.announce(addresses.publicUrl)
  progress.line(`\nKinkeep is at     ${addresses.publicUrl}`)
  if (!config.SMTP_URL) progress.line(`Its mails are at  ${addresses.mailUrl}`)
  if (smsUrl) progress.line(`Its SMS are at    ${smsUrl}`)
  progress.line(`Everything is in  ${data.path}\nCtrl-C stops it.\n`)
  if (process.send) {
    tell({ type: 'ready', origin: addresses.publicUrl, smsUrl, workerPid: worker.pid, serverPid: server.pid })
  }
}

/** Everything that `start` runs, on the data folder of the settings. */
export async function startHousehold(
  context: CommandContext,
): Promise<Household & { worker: Child; server: Child }> {
  const { config, lifetime, progress } = context
  const web = buildWeb(lifetime.signal)
  // Awaited below; until then a failure of something else must not leave this one unhandled.
  web.catch(() => undefined)
  const household = await openHousehold(context)
  const options = { ...household.apps, logLevel: config.LOG_LEVEL ?? 'warn' }
  const [worker, server] = await Promise.all([
    progress.step('Worker', lifetime.own(startWorker({ ...options, webRoot: undefined }))),
    progress
      .step('Web pages', web)
      .then((webRoot) => progress.step('Server', lifetime.own(startServer({ ...options, webRoot })))),
  ])
  return { ...household, worker, server }
}
