import { createFileRoute } from '@tanstack/react-router'
import { ChildPage } from '../../../features/children/child-page.tsx'
import { loadTexts } from '../../../lib/i18n/i18n.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/children/$childId')({
  beforeLoad: () => loadTexts('family'),
  loader: ({ context: { api }, params }) => api.circles.children.get.ensureData(params),
  component: Child,
})

function Child() {
  const { circleId, childId } = Route.useParams()
  const { me } = Route.useRouteContext()
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const [child] = trpc.circles.children.get.useSuspenseQuery({ circleId, childId })
  return <ChildPage circle={circle} child={child} units={me.units} />
}
