import type { CodeSent, RequestPhoneCode } from '@kinkeep/contracts/phones'
import type { BrowserCaller } from '../accounts/access.ts'
import { issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { requestLimits, requireMobileNumber } from './rules.ts'

/**
 * Asks for a code to sign in with. Nothing is looked up: whoever has the number, or nobody, the rows, the job, the
 * answer and the work are the same, and the worker sends nothing to a number that nobody has. Throws INVALID_INPUT
 * for what is no ordinary mobile number, TOO_MANY_REQUESTS.
 */
export async function requestSignInCode(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets' | 'limits'>,
  { address, browserToken }: BrowserCaller,
  input: Pick<RequestPhoneCode, 'phone'>,
): Promise<CodeSent> {
  const phone = requireMobileNumber(input.phone)
  await deps.limits.take(...requestLimits(address, phone))
  return deps.transaction((tx) =>
    issueCode(tx, deps, {
      purpose: 'phone_sign_in',
      channel: 'sms',
      userId: null,
      phone: phone.number,
      browserToken,
    }),
  )
}
