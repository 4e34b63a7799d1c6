import type { AlbumView } from '@kinkeep/contracts/albums'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { AlbumCover } from './album-cover.tsx'
import { timeSpan } from './time-span.ts'

/** An album by its cover: what it is called, how much is in it, and when that was. */
export function AlbumCard({ circleId, album }: { circleId: string; album: AlbumView }) {
  const { t, language } = useTranslation()
  const span = timeSpan(album, language)
  return (
    <li>
      <Link
        to="/c/$circleId/albums"
        params={{ circleId }}
        search={{ album: album.id }}
        className="group block rounded-lg"
      >
        <span className="block aspect-square overflow-hidden rounded-lg border border-line">
          <AlbumCover circleId={circleId} cover={album.cover} />
        </span>
        <span className="mt-2 block truncate font-medium group-hover:underline">{album.title}</span>
        <span className="block text-muted text-xs">
          {t('gathered.albums.keeps', { count: album.keepCount })}
          {span !== null && ` · ${span}`}
        </span>
      </Link>
    </li>
  )
}
