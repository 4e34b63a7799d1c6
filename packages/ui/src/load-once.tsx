import { useEffect } from 'react'

/**
 * Fetches a part of the app at most once: what has come is there from then on, also without a network. What failed is
 * tried again by the next who asks.
 */
export function loadOnce<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

/**
 * Fetches a part behind the page, so that it is there when the network is not. Nobody hears of a failure who has not
 * asked: whoever needs the part asks again.
 */
export function useLoadAhead(load: () => Promise<unknown>): void {
  useEffect(() => void load().catch(() => undefined), [load])
}
