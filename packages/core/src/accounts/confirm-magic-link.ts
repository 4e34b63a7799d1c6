import type { ConfirmMagicLink } from '@kinkeep/contracts/passwords'
import type { Deps } from '../platform/deps.ts'
import type { BrowserCaller, SignInOutcome } from './access.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { useLinkToken } from './use-link-token.ts'

/**
 * Signs in by the link from the mail, in whatever browser it was opened: people ask on the computer and read mail on
 * the phone. A second factor is asked for as ever. Throws LINK_INVALID, LINK_EXPIRED, LINK_USED.
 */
export async function confirmMagicLink(
  deps: Pick<Deps, 'transaction' | 'random'>,
  caller: BrowserCaller,
  { token, remember }: ConfirmMagicLink,
): Promise<SignInOutcome> {
  return deps.transaction(async (tx) => {
    const userId = await useLinkToken(tx, token, 'magic_link')
    return completeSignIn(tx, deps, caller, { userId, firstFactor: 'email', remember })
  })
}
