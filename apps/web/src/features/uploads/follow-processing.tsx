import { useEffect } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { settleUploads } from './uploads.ts'

/** Between two looks, in ms; the circle's live events make it sooner. */
const pause = 10_000

/** Asks what became of delivered photos, until each is ready or failed. */
export function FollowProcessing({ circleId, mediaIds }: { circleId: string; mediaIds: string[] }) {
  const { data } = trpc.media.status.useQuery(
    { circleId, mediaIds },
    { refetchInterval: pause, staleTime: 0 },
  )
  useEffect(() => {
    if (data) settleUploads(data.items)
  }, [data])
  return null
}
