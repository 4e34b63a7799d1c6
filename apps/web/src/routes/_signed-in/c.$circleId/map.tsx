import { createFileRoute } from '@tanstack/react-router'
import { PlacesPage } from '../../../features/places/places-page.tsx'
import { readPlacesSearch } from '../../../features/places/places-search.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/map')({
  validateSearch: readPlacesSearch,
  beforeLoad: () => loadTexts('memories'),
  component: Places,
})

function Places() {
  const { circleId } = Route.useParams()
  const search = Route.useSearch()
  return <PlacesPage key={circleId} circleId={circleId} search={search} />
}
