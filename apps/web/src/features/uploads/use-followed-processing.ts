import { useEffect } from 'react'
import type { ApiClient } from '../../lib/api.ts'
import { readError } from '../../lib/read-error.ts'
import { isFollowed } from './summary.ts'
import { isLeadingTab, settleUploads, uploadsView } from './uploads.ts'

/** Between two looks, in ms: a long upload must not eat up the calls that a person may make in a minute. */
const pause = 2500
/** Ids in one question: the address of a query has to stay short. */
const atOnce = 36

/** Asks what became of delivered photos, oldest first, until each is ready or failed; in the tab that sends them. */
export function useFollowedProcessing(client: ApiClient, needed: boolean): void {
  useEffect(() => {
    if (!needed) return
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      const processing = isLeadingTab() ? uploadsView().items.filter(isFollowed) : []
      const circleId = processing[0]?.circleId
      if (circleId !== undefined && navigator.onLine) {
        const here = processing.filter((item) => item.circleId === circleId)
        const mediaIds = here.flatMap(({ mediaId }) => mediaId ?? []).slice(0, atOnce)
        // Whatever goes wrong, the next look is soon, and the browser still has the bytes; whoever has left the circle has nothing left to see there.
        const known = await client.media.status
          .query({ circleId, mediaIds })
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
