import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { createFileRoute } from '@tanstack/react-router'
import { TimelinePage } from '../../../features/timeline/timeline-page.tsx'
import { intoThePast, nextCursorOf } from '../../../features/timeline/timeline-queries.ts'
import { readFilter, readTimelineSearch } from '../../../features/timeline/timeline-search.ts'
import { TimelineSkeleton } from '../../../features/timeline/timeline-skeleton.tsx'
import type { Api } from '../../../lib/api.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/')({
  validateSearch: readTimelineSearch,
  loaderDeps: ({ search }) => ({ at: search.at, filter: readFilter(search) }),
  loader: ({ context: { api }, params: { circleId }, deps }) => readPage(api, circleId, deps.at, deps.filter),
  staticData: { setOut: (api, { circleId = '' }) => void readPage(api, circleId).catch(() => {}) },
  pendingComponent: TimelineSkeleton,
  component: Timeline,
})

function readPage(api: Api, circleId: string, at?: string, filter?: KeepFilter) {
  return Promise.all([
    api.keeps.timeline.ensureData({ circleId }),
    // What is known is shown at once and read again behind it.
    api.keeps.list.prefetchInfinite(intoThePast(circleId, at, filter), {
      getNextPageParam: nextCursorOf,
      pages: 1,
      staleTime: 'static',
    }),
  ])
}

function Timeline() {
  const { circleId } = Route.useParams()
  const search = Route.useSearch()
  return <TimelinePage key={circleId} circleId={circleId} search={search} />
}
