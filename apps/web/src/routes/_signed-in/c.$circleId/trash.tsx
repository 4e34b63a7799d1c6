import { createFileRoute } from '@tanstack/react-router'
import { nextCursorOf } from '../../../features/timeline/timeline-queries.ts'
import { TrashPage } from '../../../features/trash/trash-page.tsx'
import { trashOf } from '../../../features/trash/trash-queries.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/trash')({
  beforeLoad: () => loadTexts('memories'),
  loader: ({ context: { api }, params: { circleId } }) =>
    api.keeps.list.prefetchInfinite(trashOf(circleId), { getNextPageParam: nextCursorOf, pages: 1 }),
  component: Trash,
})

function Trash() {
  const { circleId } = Route.useParams()
  return <TrashPage circleId={circleId} />
}
