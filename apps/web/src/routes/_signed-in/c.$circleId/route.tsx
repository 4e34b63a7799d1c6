import { createFileRoute, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { rememberCircle } from '../../../lib/last-circle.ts'
import { useCircleEvents } from '../../../lib/realtime/use-circle-events.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId')({
  loader: ({ context, params: { circleId } }) => context.api.circles.get.ensureData({ circleId }),
  staticData: { setOut: (api, { circleId }) => circleId && void api.circles.get.prefetch({ circleId }) },
  component: Circle,
})

function Circle() {
  const { circleId } = Route.useParams()
  useCircleEvents(circleId)
  useEffect(() => rememberCircle(circleId), [circleId])
  return <Outlet />
}
