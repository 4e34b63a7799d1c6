import { AlbumPage } from './album-page.tsx'
import { AlbumsPage } from './albums-page.tsx'
import type { AlbumsSearch } from './albums-search.ts'

/** All albums of a circle, or the one that the address names. */
export function AlbumsRoom({ circleId, search }: { circleId: string; search: AlbumsSearch }) {
  const { album } = search
  return album === undefined ? (
    <AlbumsPage circleId={circleId} adding={search.add} />
  ) : (
    <AlbumPage key={album} {...{ circleId, search }} albumId={album} />
  )
}
