import type { RequestReauthentication } from '@kinkeep/contracts/sessions'
import type { UserScope } from '../accounts/access.ts'
import { type IssuedCode, issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { readFactorKinds } from '../two-factor/queries.ts'
import { provesEnough } from './rules.ts'

/**
 * Sends a code to the caller's own mailbox or linked number, for `reauthenticateUser` in this session alone. Throws
 * TOO_MANY_REQUESTS, SECOND_FACTOR_MISSING without a number, SECOND_FACTOR_REQUIRED where it would not be enough.
 */
export async function requestReauthentication(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'secrets'>,
  scope: UserScope,
  { channel }: RequestReauthentication,
): Promise<IssuedCode> {
  const { userId, sessionId } = scope
  if (!provesEnough(channel, await readFactorKinds(deps, userId))) {
    throw new DomainError('SECOND_FACTOR_REQUIRED')
  }
  return deps.transaction((tx) =>
    issueCode(tx, deps, { purpose: 'reauthentication', channel, userId, sessionId }),
  )
}
