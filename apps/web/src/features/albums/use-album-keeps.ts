import { useMemo } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import type { Timeline } from '../timeline/use-timeline.ts'
import { keepsIn } from './album-queries.ts'

const nothing = { isRead: true, hasMore: false, isLoading: false, error: null, loadMore: () => {} }

/** What is in an album, as the timeline shows it. Suspends until the first page is there. */
export function useAlbumKeeps(circleId: string, albumId: string): Timeline {
  const [data, query] = trpc.keeps.list.useSuspenseInfiniteQuery(keepsIn(circleId, albumId), {
    getNextPageParam: nextCursorOf,
  })
  const keeps = useMemo(() => {
    const all = data.pages.flatMap(({ items }) => items)
    // While pages are read again one after the other, a keep that moved may be on two of them.
    return [...new Map(all.map((keep) => [keep.id, keep])).values()]
  }, [data])
  return {
    keeps,
    older: {
      isRead: true,
      hasMore: query.hasNextPage,
      isLoading: query.isFetchingNextPage,
      error: query.isFetchNextPageError ? query.error : null,
      loadMore: () => void query.fetchNextPage({ cancelRefetch: false }),
    },
    newer: nothing,
  }
}
