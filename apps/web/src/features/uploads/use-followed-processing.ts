import { useEffect } from 'react'
import type { ApiClient } from '../../lib/api.ts'
import { readError } from '../../lib/read-error.ts'
import { nextFollowed } from './followed.ts'
import { isLeadingTab, settleUploads, uploadsView, within } from './uploads.ts'

/** Between two looks, in ms: a long upload must not eat up the calls that a person may make in a minute. */
const pause = 2500

/** Asks what became of delivered photos and videos, until each is ready or failed; in the tab that sends them. */
export function useFollowedProcessing(client: ApiClient, needed: boolean): void {
  useEffect(() => {
    if (!needed) return
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      const next = isLeadingTab() ? nextFollowed(uploadsView().items) : undefined
      if (next && navigator.onLine) {
        const { circleId, mediaIds } = next
        // Whatever goes wrong, the next look is soon, and the browser still has the bytes; whoever has left the circle has nothing left to see there.
        const known = await client.media.status
          .query({ circleId, mediaIds }, within())
          .catch((error: unknown) => (readError(error).reason === 'NOT_FOUND' ? { items: [] } : undefined))
        if (known && !ended.signal.aborted) settleUploads(mediaIds, known.items)
      }
      if (!ended.signal.aborted) timer = setTimeout(() => void look(), pause)
    }
    timer = setTimeout(() => void look(), pause / 2)
    return () => {
      ended.abort()
      clearTimeout(timer)
    }
  }, [client, needed])
}
