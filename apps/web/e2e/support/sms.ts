import { randomInt } from 'node:crypto'
import type { Services } from '@kinkeep/testing/launcher'
import { expect } from '@playwright/test'

/** A German mobile number nobody else in this run has. */
export function newPhone(): string {
  return `+49151${randomInt(10_000_000, 100_000_000)}`
}

/** All messages to a number that the catcher has so far, oldest first. */
export async function smsTo({ smsUrl }: Pick<Services, 'smsUrl'>, phone: string): Promise<string[]> {
  const response = await fetch(new URL('/api/sms', smsUrl))
  const messages: { to: string; text: string }[] = await response.json()
  return messages
    .filter(({ to }) => to === phone)
    .map(({ text }) => text)
    .toReversed()
}

/** The code in the newest message to a number, waited for until there are `count` messages. */
export async function codeSentTo(
  services: Pick<Services, 'smsUrl'>,
  phone: string,
  { count = 1 }: { count?: number } = {},
): Promise<string> {
  let messages: string[] = []
  await expect
    .poll(
      async () => {
        messages = await smsTo(services, phone)
        return messages.length
      },
      { message: `SMS to ${phone}`, intervals: [100], timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(count)
  const code = messages.at(-1)?.match(/^\d{6}/)?.[0]
  if (!code) throw new Error(`No code in ${messages.at(-1)}`)
  return code
}
