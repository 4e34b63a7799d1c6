import type { CodeSent, ResendPhoneCode } from '@kinkeep/contracts/phones'
import type { BrowserCaller } from '../accounts/access.ts'
import { readCodePhone } from '../codes/queries.ts'
import type { Deps } from '../platform/deps.ts'
import { requestSignInCode } from './request-sign-in-code.ts'

/**
 * Sends another code to the number that this browser asked one for; the earlier one is worth nothing from now on.
 * Throws CODE_EXPIRED when it did not, or long ago, TOO_MANY_REQUESTS.
 */
export async function resendSignInCode(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets' | 'limits'>,
  caller: BrowserCaller,
  { codeId }: Pick<ResendPhoneCode, 'codeId'>,
): Promise<CodeSent> {
  const { browserToken } = caller
  const phone = await deps.transaction((tx) =>
    readCodePhone(tx, deps, { codeId, purpose: 'phone_sign_in', browserToken }),
  )
  return requestSignInCode(deps, caller, { phone })
}
