import type { DisableTwoFactor } from '@kinkeep/contracts/two-factor'
import type { FreshUserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { acceptFactor } from './accept-factor.ts'
import { endTwoFactor } from './end-two-factor.ts'

/** Turns two-factor sign-in off, with a fresh code of any factor. Throws what a wrong code does. */
export async function disableTwoFactor(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'secrets' | 'limits'>,
  scope: FreshUserScope,
  { proof }: DisableTwoFactor,
): Promise<void> {
  await acceptFactor(deps, scope, proof, async (tx) => {
    await endTwoFactor(tx, scope.userId, scope.actor)
  })
}
