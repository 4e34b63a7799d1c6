import type { Services } from '@kinkeep/testing/launcher'
import { expect } from '@playwright/test'

export interface CaughtMail {
  id: string
  subject: string
  text: string
  html: string
  to: { address: string }[]
}

/** All mails to an address that the catcher has so far, oldest first. https://github.com/maildev/maildev */
export async function mailsTo(
  { mailUrl }: Pick<Services, 'mailUrl'>,
  address: string,
): Promise<CaughtMail[]> {
  // Chosen by the catcher: late in a run all of them are megabytes, and this is asked ten times a second.
  const url = new URL('/api/email', mailUrl)
  url.searchParams.set('to.address', address.toLowerCase())
  const response = await fetch(url)
  const mails: CaughtMail[] = await response.json()
  return mails
}

/** The newest mail to an address, waited for until there are `count` of them. */
export async function mailTo(
  services: Pick<Services, 'mailUrl'>,
  address: string,
  { count = 1 }: { count?: number } = {},
): Promise<CaughtMail> {
  let mails: CaughtMail[] = []
  await expect
    .poll(
      async () => {
        mails = await mailsTo(services, address)
        return mails.length
      },
      { message: `mails to ${address}`, intervals: [100], timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(count)
  const newest = mails.at(-1)
  if (!newest) throw new Error(`No mail to ${address}`)
  return newest
}

/** The link in a mail's text: the one thing a mail of ours asks for. */
export function linkIn(mail: CaughtMail): string {
  const link = mail.text.match(/https?:\/\/[^\s\])>]+/)?.[0]
  if (!link) throw new Error(`No link in "${mail.subject}":\n${mail.text}`)
  return link
}

/** The token that a mail's link carries: 32 bytes as base64url. */
export function tokenIn(mail: CaughtMail): string {
  const token = linkIn(mail).match(/[\w-]{43}/)?.[0]
  if (!token) throw new Error(`No token in ${linkIn(mail)}`)
  return token
}
