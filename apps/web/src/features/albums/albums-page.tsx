import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { Map as MapIcon, Plus } from 'lucide-react'
import { useState } from 'react'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { AddToAlbum } from './add-to-album.tsx'
import { AlbumCard } from './album-card.tsx'
import { AlbumDialog } from './album-dialog.tsx'
import { albumsOf } from './album-queries.ts'

export interface AlbumsPageProps {
  circleId: string
  /** The keep that is to be put into albums. */
  adding: string | undefined
}

/** A circle's albums by their covers. */
export function AlbumsPage({ circleId, adding }: AlbumsPageProps) {
  const { t } = useTranslation()
  const { history } = useRouter()
  const navigate = useNavigate({ from: '/c/$circleId/albums' })
  const [openedFromPage] = useState(() => history.canGoBack())
  const [isMaking, setMaking] = useState(false)
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const [data, query] = trpc.keeps.albums.list.useSuspenseInfiniteQuery(albumsOf(circleId), {
    getNextPageParam: nextCursorOf,
  })
  const albums = data.pages.flatMap(({ items }) => items)
  const mayMake = can(circle.role, 'album.create')
  const make = mayMake && (
    <Button onClick={() => setMaking(true)}>
      <Plus size={18} aria-hidden="true" />
      {t('gathered.albums.make')}
    </Button>
  )
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-5xl px-4 pt-6 pb-16 sm:px-8 lg:pt-12">
      <PageTitle text={t('gathered.albums.title')} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl">{t('gathered.albums.title')}</h1>
        <div className="flex flex-wrap gap-2">
          <Button asChild tone="quiet">
            <Link to="/c/$circleId/map" params={{ circleId }}>
              <MapIcon size={18} aria-hidden="true" />
              {t('gathered.map.title')}
            </Link>
          </Button>
          {albums.length > 0 && make}
        </div>
      </div>
      {albums.length === 0 ? (
        <EmptyState
          picture={<EmptyHouse />}
          title={t('gathered.albums.empty')}
          text={mayMake ? t('gathered.albums.emptyText') : t('gathered.albums.emptyViewerText')}
          action={make}
        />
      ) : (
        <ul className="mt-6 grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4">
          {albums.map((album) => (
            <AlbumCard key={album.id} {...{ circleId, album }} />
          ))}
        </ul>
      )}
      <LoadMore query={query} />
      {isMaking && (
        <AlbumDialog
          circleId={circleId}
          album={null}
          onClose={(made) => {
            setMaking(false)
            if (made) void navigate({ search: { album: made.id } })
          }}
        />
      )}
      {adding !== undefined && mayMake && (
        <AddToAlbum
          circleId={circleId}
          keepId={adding}
          onClose={() => (openedFromPage ? history.back() : void navigate({ search: {}, replace: true }))}
        />
      )}
    </main>
  )
}
