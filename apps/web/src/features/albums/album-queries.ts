/** A circle's albums, the newest first: one entry in the cache. */
export function albumsOf(circleId: string) {
  return { circleId, limit: 40 } as const
}

/** What is in an album, newest first. */
export function keepsIn(circleId: string, albumId: string) {
  return { circleId, albumId, order: 'newest', limit: 60 } as const
}

/** What an album may be given: the whole timeline, newest first. */
export function keepsToPick(circleId: string) {
  return { circleId, order: 'newest', limit: 60 } as const
}
