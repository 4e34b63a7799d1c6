import { createFileRoute } from '@tanstack/react-router'
import { BrowsePage } from '../../../features/browse/browse-page.tsx'
import { readBrowseSearch } from '../../../features/browse/browse-search.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/browse')({
  validateSearch: readBrowseSearch,
  beforeLoad: () => loadTexts('memories'),
  component: Browse,
})

function Browse() {
  const { circleId } = Route.useParams()
  return <BrowsePage circleId={circleId} search={Route.useSearch()} />
}
