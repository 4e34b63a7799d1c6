import type { ResendVerification } from '@kinkeep/contracts/accounts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendSignUpMail } from './jobs.ts'
import { mailsPerAddress } from './rules.ts'

/**
 * Sends the mail of the newest sign-up for an address once more. Answers nothing, and does as much for an
 * address that nobody signed up with: then the job finds nothing to send.
 */
export async function resendVerification(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'limits'>,
  input: ResendVerification,
): Promise<void> {
  await deps.limits.take({ key: `sign-up:${input.email}`, limit: mailsPerAddress })
  const newest = await deps.db
    .selectFrom('signUps')
    .select('id')
    .where('email', '=', input.email)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  const signUpId = newest?.id ?? deps.random.id()
  await deps.transaction((tx) => enqueue(tx, sendSignUpMail, { signUpId }))
}
