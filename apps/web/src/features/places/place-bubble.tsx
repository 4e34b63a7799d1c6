import type { PlaceView } from '@kinkeep/contracts/places'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'

export interface PlaceBubbleProps {
  circleId: string
  place: PlaceView
  name: string
  /** Pixels of its middle. */
  x: number
  y: number
  /** Of those that lie over each other, the highest is seen. */
  level: number
  onOpen: () => void
}

/** The newest photo of a place, and how many there are. */
export function PlaceBubble({ circleId, place, name, x, y, level, onOpen }: PlaceBubbleProps) {
  const { t } = useTranslation()
  const { count, photo } = place
  return (
    <button
      type="button"
      aria-label={t('gathered.map.photosAt', { count, place: name })}
      onClick={onOpen}
      onDoubleClick={(event) => event.stopPropagation()}
      style={{ transform: `translate(${Math.round(x - 28)}px, ${Math.round(y - 28)}px)`, zIndex: level }}
      className="absolute top-0 left-0 size-14 cursor-pointer rounded-full"
    >
      <span
        className="block size-14 overflow-hidden rounded-full border-3 border-snow bg-cover bg-sunk shadow-floating"
        style={blurOf(photo.thumbHash)}
      >
        <img
          src={mediaUrl(circleId, photo, 'thumbnail')}
          alt=""
          draggable={false}
          className="size-full object-cover"
        />
      </span>
      {count > 1 && (
        <span className="absolute -top-1 -right-1 min-w-6 rounded-full bg-accent px-1.5 text-center font-semibold text-accent-ink text-xs leading-6 tabular-nums">
          {count}
        </span>
      )}
    </button>
  )
}
