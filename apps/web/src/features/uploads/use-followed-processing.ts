import { useEffect } from 'react'
import type { ApiClient } from '../../lib/api.ts'
import { settleUploads, uploadsView } from './uploads.ts'

/** Between two looks, in ms: a long upload must not eat up the calls that a person may make in a minute. */
const pause = 2500
/** Ids in one question: the address of a query has to stay short. */
const atOnce = 36

/** Asks what became of delivered photos, oldest first, until each is ready or failed. */
export function useFollowedProcessing(client: ApiClient, needed: boolean): void {
  useEffect(() => {
    if (!needed) return
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      const processing = uploadsView().items.filter(({ state }) => state === 'processing')
      const circleId = processing[0]?.circleId
      if (circleId !== undefined && navigator.onLine) {
        const here = processing.filter((item) => item.circleId === circleId)
        const mediaIds = here.flatMap(({ mediaId }) => mediaId ?? []).slice(0, atOnce)
        // Whatever goes wrong, the next look is soon, and the photos are safe.
        const known = await client.media.status.query({ circleId, mediaIds }).catch(() => undefined)
        if (known && !ended.signal.aborted) settleUploads(known.items)
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
