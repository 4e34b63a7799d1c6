import { createFileRoute } from '@tanstack/react-router'
import { ActivityPage } from '../../../features/activity/activity-page.tsx'
import { activityOf } from '../../../features/activity/activity-queries.ts'
import { nextCursorOf } from '../../../features/timeline/timeline-queries.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/activity')({
  beforeLoad: () => loadTexts('family'),
  loader: ({ context: { api }, params: { circleId } }) =>
    api.circles.activity.prefetchInfinite(activityOf(circleId), { getNextPageParam: nextCursorOf, pages: 1 }),
  component: Activity,
})

function Activity() {
  const { circleId } = Route.useParams()
  return <ActivityPage circleId={circleId} />
}
