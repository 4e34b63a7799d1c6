/**
 * What an answer of the store means: the bytes are there; the address is too old; it may work later; or it did not
 * like what it got. 0 is no answer at all.
 */
export type PutOutcome = 'arrived' | 'stale' | 'later' | 'disliked'

export function classifyPut(status: number): PutOutcome {
  // 412: the bytes are there already, and only the answer to an earlier try was lost.
  if ((status >= 200 && status < 300) || status === 412) return 'arrived'
  if (status === 403) return 'stale'
  // 404: the store no longer knows the upload's parts; the server begins it anew.
  if (status === 0 || status === 408 || status === 429 || status >= 500) return 'later'
  return 'disliked'
}
