import { createFileRoute } from '@tanstack/react-router'
import { yearFrom } from '../../../features/calendar/calendar-months.ts'
import { CalendarPage } from '../../../features/calendar/calendar-page.tsx'
import { today } from '../../../features/timeline/wall-date.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/calendar')({
  beforeLoad: () => Promise.all([loadTexts('family'), loadTexts('account')]),
  loader: ({ context: { api }, params: { circleId } }) =>
    api.circles.calendar.list.ensureData({ circleId, ...yearFrom(today()) }),
  component: Calendar,
})

function Calendar() {
  const { circleId } = Route.useParams()
  return <CalendarPage circleId={circleId} />
}
