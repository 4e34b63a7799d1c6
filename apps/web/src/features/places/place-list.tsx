import type { PlaceView } from '@kinkeep/contracts/places'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { mediaUrl } from '../timeline/media-url.ts'

export interface PlaceListProps {
  circleId: string
  places: readonly PlaceView[]
  nameOf: (place: PlaceView) => string
  onOpen: (place: PlaceView, name: string) => void
}

/** As many as one looks through; the map has the rest. */
const shown = 24

/** What the map shows, in words: the fullest places first. */
export function PlaceList({ circleId, places, nameOf, onOpen }: PlaceListProps) {
  const { t } = useTranslation()
  return (
    <section className="mt-8" aria-label={t('gathered.map.inSight')}>
      <h2 className="text-lg">{t('gathered.map.inSight')}</h2>
      {places.length === 0 && <p className="mt-2 text-muted">{t('gathered.map.nothingHere')}</p>}
      <ul className="mt-3 grid gap-2 sm:grid-cols-2">
        {places.slice(0, shown).map((place) => {
          const name = nameOf(place)
          const photos = t('gathered.map.photos', { count: place.count })
          return (
            <li key={place.photo.id}>
              <button
                type="button"
                onClick={() => onOpen(place, name)}
                className="grid min-h-14 w-full grid-cols-[auto_1fr] content-center gap-x-3 rounded-md p-1.5 text-left transition-colors hover:bg-sunk"
              >
                <img
                  src={mediaUrl(circleId, place.photo, 'thumbnail')}
                  alt=""
                  loading="lazy"
                  className="row-span-2 size-12 rounded-md bg-sunk object-cover"
                />
                <span className="self-end truncate font-medium text-sm">{name}</span>
                <span className="text-muted text-xs">{photos}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
