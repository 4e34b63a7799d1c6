// Apart from the other limits: the web's first bytes need these three and not the rest.

/** Calls in one HTTP batch; the client's link uses the same number. */
/** How far back a stream looks for a page that has just been read, in ms. */
export const streamLookBackMs = 60_000
export const batchCalls = 20

/** Items on one page of a list. */
export const pageMax = 100

export const circlesPerUser = 100
