// Apart from the other limits: the web's first bytes need these and not the rest.

/** How far back a stream looks for a page that has just been read, in ms. */
export const streamLookBackMs = 60_000

/** Calls in one HTTP batch; the client's link uses the same number. */
export const batchCalls = 20

/** Items on one page of a list. */
export const pageMax = 100

export const circlesPerUser = 100
