import { useEffect, useMemo, useState } from 'react'
import { rememberMergedKeeps } from './merged-keeps.ts'

interface Page<Keep> {
  items: readonly Keep[]
}

export interface PagedKeeps {
  hasNextPage: boolean
  isFetching: boolean
  isFetchNextPageError: boolean
  fetchNextPage: (options: { cancelRefetch: boolean }) => unknown
}

const nothing: readonly never[] = []

/**
 * The pages of a list as one, newest first. What newcomers push off its last page stays where it is looked at, and the
 * page that it is on by now is read. `list` names what is listed; `above` stands before the pages.
 */
export function useMergedKeeps<Keep extends { id: string; happenedAt: string }>(
  list: string,
  pages: readonly Page<Keep>[] | undefined,
  query: PagedKeeps,
  above: readonly Keep[] = nothing,
): Keep[] {
  const { hasNextPage: hasMore, isFetching, isFetchNextPageError, fetchNextPage } = query
  const [merged] = useState(rememberMergedKeeps<Keep>)
  const { keeps, isOwing } = useMemo(
    () => merged([above, ...(pages ?? []).map(({ items }) => items)], { list, hasMore }),
    [merged, above, pages, list, hasMore],
  )
  useEffect(() => {
    if (isOwing && hasMore && !isFetching && !isFetchNextPageError)
      void fetchNextPage({ cancelRefetch: false })
  }, [isOwing, hasMore, isFetching, isFetchNextPageError, fetchNextPage])
  return keeps
}
