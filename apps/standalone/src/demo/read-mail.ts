import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { StartError } from '../start-error.ts'

const mails = z.array(z.object({ to: z.array(z.object({ address: z.string() })), text: z.string() }))

const patienceMs = 60_000
const pauseMs = 100

/** The token in the link of the mail that an address received, as soon as it is in the catcher. */
export async function readMailedToken(
  mailUrl: string,
  address: string,
  signal: AbortSignal,
): Promise<string> {
  for (const began = performance.now(); performance.now() - began < patienceMs; ) {
    const received = mails.parse(await (await fetch(`${mailUrl}/api/email`, { signal })).json())
    const mail = received.find(({ to }) => to.some((each) => each.address === address))
    const token = /(?:[?&#]token=|\/invitations\/)([\w-]+)/.exec(mail?.text ?? '')?.[1]
    if (token) return token
    await sleep(pauseMs, undefined, { signal })
  }
  throw new StartError(`No mail for ${address} arrived in the catcher.`)
}
