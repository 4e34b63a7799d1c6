import { createFileRoute } from '@tanstack/react-router'
import { TimelinePage } from '../../../features/timeline/timeline-page.tsx'
import { intoThePast, nextCursorOf } from '../../../features/timeline/timeline-queries.ts'
import { readTimelineSearch } from '../../../features/timeline/timeline-search.ts'
import { TimelineSkeleton } from '../../../features/timeline/timeline-skeleton.tsx'
import type { Api } from '../../../lib/api.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/')({
  validateSearch: readTimelineSearch,
  loaderDeps: ({ search: { at } }) => ({ at }),
  loader: ({ context: { api }, params: { circleId }, deps: { at } }) => readPage(api, circleId, at),
  staticData: { setOut: (api, { circleId = '' }) => void readPage(api, circleId, undefined).catch(() => {}) },
  pendingComponent: TimelineSkeleton,
  component: Timeline,
})

function readPage(api: Api, circleId: string, at: string | undefined) {
  return Promise.all([
    api.keeps.timeline.ensureData({ circleId }),
    // What is known is shown at once and read again behind it.
    api.keeps.list.prefetchInfinite(intoThePast(circleId, at), {
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
