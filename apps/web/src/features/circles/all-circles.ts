import { circlesPerUser } from '@kinkeep/contracts/call-limits'

/** Input of `circles.list` wherever all of a person's circles are wanted: one entry in the cache. */
export const allCircles = { limit: circlesPerUser } as const
