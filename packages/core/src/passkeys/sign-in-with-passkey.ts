import type { SignInWithPasskey } from '@kinkeep/contracts/passkeys'
import type { BrowserCaller, SignInOutcome } from '../accounts/access.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import type { Deps } from '../platform/deps.ts'
import { checkPasskey } from './check-passkey.ts'

/**
 * Opens a session for whoever's passkey answered this browser's challenge. It is what one has, and the device checked
 * its person by what one knows or is: both factors at once. Throws PASSKEY_REFUSED.
 */
export async function signInWithPasskey(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'publicUrl' | 'log'>,
  caller: BrowserCaller,
  { response, remember }: SignInWithPasskey,
): Promise<SignInOutcome> {
  const { userId, userVerified } = await checkPasskey(deps, caller, {
    ceremony: { purpose: 'sign_in', browserToken: caller.browserToken },
    response,
    mustVerifyUser: true,
  })
  return deps.transaction((tx) =>
    completeSignIn(tx, deps, caller, {
      ...{ userId, remember },
      firstFactor: 'passkey',
      provesBoth: userVerified,
    }),
  )
}
