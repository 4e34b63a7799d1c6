import type { RateLimit } from '../platform/rate-limits.ts'

/** Tries at the current password of an open session. */
export const passwordTries: RateLimit = { count: 10, seconds: 15 * 60 }
