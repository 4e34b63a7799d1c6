import { limits } from '@kinkeep/contracts/limits'

/** Input of `invitations.pending` wherever it is read: one entry in the cache. */
export const allPending = { limit: limits.pageMax } as const
