import type { SignInResult } from '@kinkeep/contracts/accounts'
import type { SignInOutcome } from '@kinkeep/core/accounts/access'
import type { Cookies } from './context.ts'

/** Puts the session into its cookie, from where alone it may be used, and answers the rest. */
export function answerSignIn(cookies: Cookies, outcome: SignInOutcome): SignInResult {
  if (outcome.status !== 'signedIn') return outcome
  cookies.setSession(outcome.session)
  return { status: 'signedIn' }
}
