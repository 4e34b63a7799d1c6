import { demoFolderOf, isFilled, markFilled, removeUnfinished } from '../demo/demo-folder.ts'
import { demoPassword, people } from '../demo/family.ts'
import { fillFamily } from '../demo/fill-family.ts'
import type { Command } from './command.ts'
import { startHousehold } from './start.ts'

/**
 * `demo`: a Kinkeep like `start`'s, with a family that does not exist, in a data folder of its own beside the
 * real one. The first time fills it through the public API; later ones find it.
 */
export const demo: Command = async (context) => {
  const { lifetime, progress, tell } = context
  const folder = demoFolderOf(context.config.KINKEEP_DATA)
  // Mails and SMS to people who do not exist stay in the catchers, whatever is configured.
  const config = {
    ...context.config,
    KINKEEP_DATA: folder,
    SMTP_URL: undefined,
    SMS_PROVIDER: 'none' as const,
  }
  progress.line('\nA demo of Kinkeep is starting')
  await removeUnfinished(folder)
  const { data, addresses, smsUrl, worker, server } = await startHousehold({ ...context, config })
  if (!(await isFilled(folder))) {
    progress.line('\nA family moves in. It takes about a minute, once.')
    await fillFamily({
      origin: addresses.publicUrl,
      mailUrl: addresses.mailUrl,
      today: new Date(),
      progress,
      signal: lifetime.signal,
    })
    await markFilled(folder)
  }
  await data.announce(addresses.publicUrl)
  progress.line(`\nThe demo is at    ${addresses.publicUrl}`)
  progress.line(`Its mails are at  ${addresses.mailUrl}`)
  progress.line(`Its SMS are at    ${smsUrl}\n`)
  for (const { email, role, name } of Object.values(people)) {
    progress.line(`  ${email.padEnd(20)} ${role.padEnd(8)} ${name}`)
  }
  progress.line(`\nEverybody's password is: ${demoPassword}`)
  progress.line(`Everything is in  ${data.path}: remove it to begin anew.\nCtrl-C stops it.\n`)
  if (process.send) {
    tell({ type: 'ready', origin: addresses.publicUrl, workerPid: worker.pid, serverPid: server.pid })
  }
}
