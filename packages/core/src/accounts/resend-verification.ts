import type { ResendVerification } from '@kinkeep/contracts/accounts'
import { sql } from 'kysely'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { Caller } from './access.ts'
import { sendSignUpMail } from './jobs.ts'
import { mailsPerAddress } from './rules.ts'

/**
 * Sends the mail of this browser's sign-up for an address once more, or else of the newest: whoever else typed the
 * address later would have their own link sent instead. Answers nothing, and does as much for an address that
 * nobody signed up with: then the job finds nothing to send.
 */
export async function resendVerification(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'limits'>,
  caller: Pick<Caller, 'browserToken'>,
  input: ResendVerification,
): Promise<void> {
  await deps.limits.take({ key: `sign-up:${input.email}`, limit: mailsPerAddress })
  const newest = await deps.db
    .selectFrom('signUps')
    .select('id')
    .where('email', '=', input.email)
    .orderBy(sql`browser_hash = ${hashToken(caller.browserToken ?? '')}`, 'desc')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  const signUpId = newest?.id ?? deps.random.id()
  await deps.transaction((tx) => enqueue(tx, sendSignUpMail, { signUpId }))
}
