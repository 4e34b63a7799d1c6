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
  /** Tells this browser from others before anybody is signed in; given to it by the first one who asks. */
  browser(): string
  setDevice(token: string): void
  clearDevice(): void
  /** This browser came in by a guest link; the same token serves the links of several circles. */
  setGuest(token: string): void
  /** This browser came in by a share link; the same token serves several of them. */
  setShare(token: string): void
}

/** One HTTP request, whatever number of calls it carries. Nothing is proven here: builders do that. */
export interface Context {
  deps: Deps
  limits: CallLimits
  caller: Caller
  cookies: Cookies
}
