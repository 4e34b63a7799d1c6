import type { Caller } from '@kinkeep/core/accounts/access'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { RateLimit } from '@kinkeep/core/platform/rate-limits'
import type { SessionCookie } from '@kinkeep/core/platform/sessions'

/** Limits of a server, from its settings. */
export interface CallLimits {
  auth: RateLimit
  calls: RateLimit
}

/** What a procedure may do to the response beside answering. */
export interface Cookies {
  setSession(session: SessionCookie): void
  clearSession(): void
  /** Binds an unconfirmed sign-up to this browser. */
  setSignUp(token: string): void
  readSignUp(): string | undefined
}

/** One HTTP request, whatever number of calls it carries. Nothing is proven here: builders do that. */
export interface Context {
  deps: Deps
  limits: CallLimits
  caller: Caller
  cookies: Cookies
}
