import type { KeepView } from '@kinkeep/contracts/keeps'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'

type Change = (keep: KeepView) => Partial<KeepView>
interface Page {
  items: KeepView[]
}

/** Changes a keep wherever a list of this tab shows it, until the lists are read again. */
export function patchKeep(cache: QueryClient, keepId: string, change: Change): void {
  const patch = (page: Page): Page => ({
    ...page,
    items: page.items.map((keep) => (keep.id === keepId ? { ...keep, ...change(keep) } : keep)),
  })
  cache.setQueriesData<InfiniteData<Page> | Page>(
    { queryKey: [['keeps', 'list']] },
    (list) => list && ('pages' in list ? { ...list, pages: list.pages.map(patch) } : patch(list)),
  )
}
