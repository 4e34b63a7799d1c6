import type { CodeSent, RequestPhoneCode } from '@kinkeep/contracts/phones'
import type { FreshUserScope } from '../accounts/access.ts'
import { issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { linkCodesPerUser, requestLimits, requireMobileNumber } from './rules.ts'
import { assertChangeable } from './sql.ts'

/**
 * Sends a code to a number that its owner wants to add. Whether another account has it is told to nobody before they
 * showed that the number is theirs. Throws INVALID_INPUT for what is no ordinary mobile number,
 * SECOND_FACTOR_EXISTS while codes go to the number the person has now, TOO_MANY_REQUESTS.
 */
export async function requestLinkCode(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets' | 'limits'>,
  scope: FreshUserScope,
  input: Pick<RequestPhoneCode, 'phone'>,
): Promise<CodeSent> {
  const phone = requireMobileNumber(input.phone)
  const { userId, sessionId, actor } = scope
  await deps.limits.take(
    { key: `sms-user:${userId}`, limit: linkCodesPerUser },
    ...requestLimits(actor.address, phone),
  )
  return deps.transaction(async (tx) => {
    await assertChangeable(tx, userId)
    const code = { purpose: 'phone_link', channel: 'sms', userId, sessionId, phone: phone.number } as const
    return issueCode(tx, deps, code)
  })
}
