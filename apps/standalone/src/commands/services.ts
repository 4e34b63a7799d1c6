import { parseArgs } from 'node:util'
import { prepareThrowawayServices, type ServiceName, serviceNames } from '../services.ts'
import { StartError } from '../start-error.ts'
import type { Command } from './command.ts'

/** `services [--only=postgres,store,mail,sms]`: what tests need of the outside, for as long as the one who asked lives. */
export const services: Command = async ({ args, lifetime, progress, tell }) => {
  const wanted = readWanted(args)
  const prepared = await prepareThrowawayServices(lifetime, progress)
  const [postgres, store, mail, sms] = await Promise.all([
    wanted.has('postgres') ? prepared.postgres() : undefined,
    wanted.has('store') ? prepared.store() : undefined,
    wanted.has('mail') ? prepared.mail() : undefined,
    wanted.has('sms') ? prepared.sms() : undefined,
  ])
  tell({
    type: 'ready',
    ...(postgres && { postgresUrl: postgres.url }),
    ...(store && { store: store.access }),
    ...(mail && { smtpUrl: mail.smtpUrl, mailUrl: mail.mailUrl }),
    ...(sms && { smsUrl: sms.smsUrl, smsCatcherUrl: sms.catcherUrl }),
  })
}

function readWanted(args: string[]): Set<ServiceName> {
  const { values } = parseArgs({ args, options: { only: { type: 'string' } } })
  const names = values.only?.split(',') ?? serviceNames
  return new Set(
    names.map((name) => {
      const known = serviceNames.find((service) => service === name)
      if (known) return known
      throw new StartError(`There is no service "${name}". There are: ${serviceNames.join(', ')}.`)
    }),
  )
}
