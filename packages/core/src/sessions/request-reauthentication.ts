import type { RequestReauthentication } from '@kinkeep/contracts/sessions'
import type { UserScope } from '../accounts/access.ts'
import { type IssuedCode, issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'

/**
 * Sends a code to the caller's own mailbox or linked number, for `reauthenticateUser` in this session alone. Throws
 * TOO_MANY_REQUESTS, SECOND_FACTOR_MISSING without a number.
 */
export async function requestReauthentication(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets'>,
  scope: UserScope,
  { channel }: RequestReauthentication,
): Promise<IssuedCode> {
  const { userId, sessionId } = scope
  return deps.transaction((tx) =>
    issueCode(tx, deps, { purpose: 'reauthentication', channel, userId, sessionId }),
  )
}
