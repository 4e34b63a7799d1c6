import type { Deps } from '../platform/deps.ts'
import { mailsPerAddress } from './rules.ts'

/** Counts a mail that a sign-up sends to an address. Throws TOO_MANY_REQUESTS. */
export async function limitSignUpMails({ limits }: Pick<Deps, 'limits'>, email: string): Promise<void> {
  await limits.take({ key: `sign-up:${email}`, limit: mailsPerAddress })
}
