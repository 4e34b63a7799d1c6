import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { acceptFactor } from './accept-factor.ts'

/**
 * Whether the person of a session has their authenticator app at hand, for proving again who they are. The code is
 * used up, here as for signing in, and counts towards the same lock. Throws CODE_WRONG, SECOND_FACTOR_LOCKED.
 */
export async function verifyTotp(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'secrets' | 'limits'>,
  scope: UserScope,
  code: string,
): Promise<void> {
  await acceptFactor(deps, scope, { way: 'totp', code }, async () => undefined)
}
