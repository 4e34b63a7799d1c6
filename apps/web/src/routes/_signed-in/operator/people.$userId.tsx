import { createFileRoute } from '@tanstack/react-router'
import { PersonPage } from '../../../features/operators/person-page.tsx'

export const Route = createFileRoute('/_signed-in/operator/people/$userId')({ component: Person })

function Person() {
  const { me } = Route.useRouteContext()
  return <PersonPage userId={Route.useParams().userId} isAdmin={me.role === 'admin'} />
}
