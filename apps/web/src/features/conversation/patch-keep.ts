import type { KeepView } from '@kinkeep/contracts/keeps'
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'

type Change = (keep: KeepView) => Partial<KeepView>
interface Page {
  items: KeepView[]
}

/**
 * Changes a keep wherever a list of this tab shows it, until the lists are read again. A list that is being read just
 * now may know less than the change does: it is read anew.
 */
export async function patchKeep(cache: QueryClient, keepId: string, change: Change): Promise<void> {
  const queryKey = [['keeps', 'list']]
  const reading = cache.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })
  const older = new Set(reading.filter(({ state }) => state.data !== undefined).map((list) => list.queryHash))
  const isOlder = { predicate: ({ queryHash }: Query) => older.has(queryHash) }
  await cache.cancelQueries(isOlder)
  const patch = (page: Page): Page => ({
    ...page,
    items: page.items.map((keep) => (keep.id === keepId ? { ...keep, ...change(keep) } : keep)),
  })
  for (const query of cache.getQueryCache().findAll({ queryKey })) {
    const { isInvalidated, dataUpdatedAt: updatedAt } = query.state
    cache.setQueryData<InfiniteData<Page> | Page>(
      query.queryKey,
      (list) => list && ('pages' in list ? { ...list, pages: list.pages.map(patch) } : patch(list)),
      { updatedAt },
    )
    // It knows one thing more, and is as old as it was.
    if (isInvalidated) query.invalidate()
  }
  void cache.invalidateQueries(isOlder)
}
