import { createFileRoute } from '@tanstack/react-router'
import { DatesPage } from '../../../features/dates/dates-page.tsx'
import { doubtfulOf } from '../../../features/dates/dates-queries.ts'
import { nextCursorOf } from '../../../features/timeline/timeline-queries.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/dates')({
  beforeLoad: () => loadTexts('memories'),
  loader: ({ context: { api }, params: { circleId } }) =>
    api.media.dates.review.prefetchInfinite(doubtfulOf(circleId), {
      getNextPageParam: nextCursorOf,
      pages: 1,
    }),
  component: Dates,
})

function Dates() {
  const { circleId } = Route.useParams()
  return <DatesPage circleId={circleId} />
}
