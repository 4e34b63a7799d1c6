import { parseArgs } from 'node:util'
import { serviceNames, startThrowawayServices } from '../services.ts'
import { StartError } from '../start-error.ts'
import type { Command } from './command.ts'

/** `services [--only=postgres,store,mail]`: what tests need of the outside, for as long as the one who asked lives. */
export const services: Command = async ({ args, lifetime, progress, tell }) => {
  const { values } = parseArgs({ args, options: { only: { type: 'string' } } })
  const named = values.only?.split(',')
  const unknown = named?.find((name) => !serviceNames.some((known) => known === name))
  if (unknown)
    throw new StartError(`There is no service "${unknown}". There are: ${serviceNames.join(', ')}.`)
  const wanted = serviceNames.filter((name) => !named || named.includes(name))
  const { postgres, store, mail } = await startThrowawayServices(lifetime, progress, wanted)
  tell({
    type: 'ready',
    ...(postgres && { postgresUrl: postgres.url }),
    ...(store && { store: store.access }),
    ...(mail && { smtpUrl: mail.smtpUrl, mailUrl: mail.mailUrl }),
  })
}
