/** What happened in a circle, newest first: one entry in the cache. */
export function activityOf(circleId: string) {
  return { circleId, limit: 40 } as const
}
