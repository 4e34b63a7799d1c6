import type { RequestLink } from '@kinkeep/contracts/passwords'
import type { Deps } from '../platform/deps.ts'
import { insertLinkRequest } from './insert-link-request.ts'
import { mailsPerAddress } from './rules.ts'

/**
 * Has a link for signing in sent to an address, if somebody has an account with it. That is found out by the worker:
 * here the same happens for every address.
 */
export async function requestMagicLink(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  input: RequestLink,
): Promise<void> {
  await deps.limits.take({ key: `magic_link:${input.email}`, limit: mailsPerAddress })
  await deps.transaction((tx) => insertLinkRequest(tx, deps, { purpose: 'magic_link', email: input.email }))
}
