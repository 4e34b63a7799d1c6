// Apart from the other limits: the web's first bytes need these three and not the rest.

/** Calls in one HTTP batch; the client's link uses the same number. */
export const batchCalls = 20

/** Items on one page of a list. */
export const pageMax = 100

export const circlesPerUser = 100
