/** Threads in one answer. */
const pageSize = 50

/** What a keep's conversation is read by. */
export function talkOf(circleId: string, keepId: string) {
  return { circleId, keepId, limit: pageSize } as const
}

/** What the lists' pages say about going on. */
export function nextCursorOf(page: { nextCursor: string | null }): string | null {
  return page.nextCursor
}
