import { createFileRoute } from '@tanstack/react-router'
import { albumsOf } from '../../../features/albums/album-queries.ts'
import { AlbumsRoom } from '../../../features/albums/albums-room.tsx'
import { readAlbumsSearch } from '../../../features/albums/albums-search.ts'
import { nextCursorOf } from '../../../features/timeline/timeline-queries.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/albums')({
  validateSearch: readAlbumsSearch,
  beforeLoad: () => loadTexts('memories'),
  loader: ({ context: { api }, params: { circleId } }) =>
    api.keeps.albums.list.prefetchInfinite(albumsOf(circleId), { getNextPageParam: nextCursorOf, pages: 1 }),
  component: Albums,
})

function Albums() {
  const { circleId } = Route.useParams()
  const search = Route.useSearch()
  return <AlbumsRoom circleId={circleId} search={search} />
}
