import type { SignInResult } from '@kinkeep/contracts/accounts'
import { useRouter } from '@tanstack/react-router'
import { goToSecondFactor } from '../two-factor/go-to-second-factor.ts'
import { enter } from './enter.ts'

/**
 * What every page does with the answer of its way to sign in; `redirect` is where the person wanted to go, or finds it
 * when it comes to that.
 */
export function useSignInResult(
  redirect: string | undefined | (() => string | undefined),
): (result: SignInResult) => void {
  const router = useRouter()
  return (result) => {
    const path = typeof redirect === 'function' ? redirect() : redirect
    void (result.status === 'signedIn'
      ? enter(router, path ?? '/')
      : goToSecondFactor(router, result.challengeId, path))
  }
}
