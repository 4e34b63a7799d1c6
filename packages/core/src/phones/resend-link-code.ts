import type { CodeSent, ResendPhoneCode } from '@kinkeep/contracts/phones'
import type { FreshUserScope } from '../accounts/access.ts'
import { readCodePhone } from '../codes/queries.ts'
import type { Deps } from '../platform/deps.ts'
import { requestLinkCode } from './request-link-code.ts'

/**
 * Sends another code to the number that this session wants to add; the earlier one is worth nothing from now on.
 * Throws CODE_EXPIRED when it never asked, or long ago, SECOND_FACTOR_EXISTS, TOO_MANY_REQUESTS.
 */
export async function resendLinkCode(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets' | 'limits'>,
  scope: FreshUserScope,
  { codeId }: Pick<ResendPhoneCode, 'codeId'>,
): Promise<CodeSent> {
  const { sessionId } = scope
  const phone = await deps.transaction((tx) =>
    readCodePhone(tx, deps, { codeId, purpose: 'phone_link', sessionId }),
  )
  return requestLinkCode(deps, scope, { phone })
}
