import type { KeepFilter, KeepView } from '@kinkeep/contracts/keeps'
import { useMemo } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { intoThePast, nextCursorOf, towardsToday } from './timeline-queries.ts'
import { useMergedKeeps } from './use-merged-keeps.ts'

interface Direction {
  /** The first page is there. */
  isRead: boolean
  hasMore: boolean
  isLoading: boolean
  /** Why the next page could not be read; null when nothing went wrong. */
  error: unknown
  loadMore: () => void
}

export interface Timeline {
  /** Newest first, as far as they have been read. */
  keeps: KeepView[]
  older: Direction
  /** After a jump: what lies between it and today. */
  newer: Direction
}

/** A circle's keeps around a month, or from the newest on. Suspends until the first page is there. */
export function useTimeline(circleId: string, at: string | undefined, filter: KeepFilter = {}): Timeline {
  const options = { getNextPageParam: nextCursorOf }
  const wanted = intoThePast(circleId, at, filter)
  const [past, older] = trpc.keeps.list.useSuspenseInfiniteQuery(wanted, options)
  const newer = trpc.keeps.list.useInfiniteQuery(towardsToday(circleId, at ?? '2000-01', filter), {
    ...options,
    enabled: at !== undefined,
  })
  const future = at === undefined ? undefined : newer.data

  const above = useMemo(() => future?.pages.flatMap(({ items }) => items).toReversed() ?? [], [future])
  const keeps = useMergedKeeps<KeepView>(JSON.stringify(wanted), past.pages, older, above)

  return {
    keeps,
    older: {
      isRead: true,
      hasMore: older.hasNextPage,
      isLoading: older.isFetchingNextPage,
      error: older.isFetchNextPageError ? older.error : null,
      loadMore: () => void older.fetchNextPage({ cancelRefetch: false }),
    },
    newer: {
      isRead: future !== undefined,
      hasMore: at !== undefined && newer.hasNextPage,
      isLoading: newer.isFetchingNextPage,
      error: newer.isFetchNextPageError ? newer.error : null,
      loadMore: () => void newer.fetchNextPage({ cancelRefetch: false }),
    },
  }
}
