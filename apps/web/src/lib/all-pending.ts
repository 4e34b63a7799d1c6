import { pageMax } from '@kinkeep/contracts/call-limits'

/** Input of `invitations.pending` wherever it is read: one entry in the cache. */
export const allPending = { limit: pageMax } as const
