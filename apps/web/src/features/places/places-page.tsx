import type { PlaceView } from '@kinkeep/contracts/places'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { ListError } from '../../components/list-error.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { PlacePhotos } from './place-photos.tsx'
import type { PlacesSearch } from './places-search.ts'
import { WorldMap } from './world-map.tsx'

const theWorld = { west: -180, south: -90, east: 180, north: 90, zoom: 3 }

/** Where a circle's photos were taken: kept to its members, and drawn from files of one's own. */
export function PlacesPage({ circleId, search }: { circleId: string; search: PlacesSearch }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<{ place: PlaceView; name: string }>()
  // All of them, roughly: where the map begins.
  const all = trpc.keeps.places.useQuery({ circleId, ...theWorld })
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-5xl px-4 pt-6 pb-16 sm:px-8 lg:pt-12">
      <PageTitle text={t('gathered.map.title')} />
      <h1 className="text-2xl">{t('gathered.map.title')}</h1>
      <p className="mt-2 text-muted">{t('gathered.map.lead')}</p>
      <div className="mt-6">
        {all.isPending && <Skeleton className="h-[60dvh] w-full rounded-lg" />}
        {all.error && !all.data && <ListError error={all.error} onRetry={() => void all.refetch()} />}
        {all.data?.total === 0 && (
          <EmptyState
            picture={<EmptyHouse />}
            title={t('gathered.map.empty')}
            text={t('gathered.map.emptyText')}
            action={
              <Button asChild>
                <Link to="/c/$circleId" params={{ circleId }}>
                  {t('gathered.map.toTimeline')}
                </Link>
              </Button>
            }
          />
        )}
        {all.data && all.data.total > 0 && (
          <WorldMap
            {...{ circleId }}
            all={all.data.places}
            begin={search.view}
            onOpen={(place, name) => setOpen({ place, name })}
          />
        )}
      </div>
      {open && <PlacePhotos {...{ circleId, ...open }} onClose={() => setOpen(undefined)} />}
    </main>
  )
}
