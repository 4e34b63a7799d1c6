/** Milliseconds. A guest has no live stream: often enough for a page that lies open on a table. */
export const everyMinute = 60_000
