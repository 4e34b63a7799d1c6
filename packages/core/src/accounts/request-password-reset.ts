import type { RequestLink } from '@kinkeep/contracts/passwords'
import type { Deps } from '../platform/deps.ts'
import { insertLinkRequest } from './insert-link-request.ts'
import { mailsPerAddress } from './rules.ts'

/**
 * Has a link for a new password sent to an address, if somebody has an account with it. That is found out by the
 * worker: here the same happens for every address.
 */
export async function requestPasswordReset(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  input: RequestLink,
): Promise<void> {
  await deps.limits.take({ key: `password_reset:${input.email}`, limit: mailsPerAddress })
  await deps.transaction((tx) =>
    insertLinkRequest(tx, deps, { purpose: 'password_reset', email: input.email }),
  )
}
