import type { KeepView } from '@kinkeep/contracts/keeps'
import type { MediaView } from '@kinkeep/contracts/media'
import { Check } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Photo } from '../timeline/photo.tsx'
import { formatWhen } from '../timeline/wall-date.ts'

export interface Tile {
  /** Of the keep, or of the photo where photos are chosen. */
  id: string
  keep: KeepView
  media: MediaView | undefined
}

/** One tile a keep, with its first photo if it has one. */
export function keepTiles(keeps: readonly KeepView[]): Tile[] {
  return keeps.map((keep) => ({
    id: keep.id,
    keep,
    media: keep.media.find(({ state }) => state === 'ready'),
  }))
}

/** One tile a photo. */
export function coverTiles(keeps: readonly KeepView[]): Tile[] {
  return keeps.flatMap((keep) =>
    keep.media.filter(({ state }) => state === 'ready').map((media) => ({ id: media.id, keep, media })),
  )
}

export interface PickTileProps {
  circleId: string
  tile: Tile
  isChosen: boolean
  /** Told whether all from the last one on are meant. */
  onToggle: (range: boolean) => void
}

/** Something to choose: the whole square is the target. */
export function PickTile({ circleId, tile: { id, keep, media }, isChosen, onToggle }: PickTileProps) {
  const { t, language } = useTranslation()
  const { title, body, milestone } = keep
  const file = (media ?? keep.media[0])?.name ?? ''
  const words = title ?? body ?? (milestone ? t(`timeline.milestones.${milestone}`) : file)
  const name = `${words.slice(0, 60)}, ${formatWhen(keep, language)}`
  return (
    <li className="relative aspect-square">
      <label className="block size-full cursor-pointer overflow-hidden rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
        <input
          type="checkbox"
          aria-label={name}
          data-choice={id}
          checked={isChosen}
          onChange={() => undefined}
          onClick={({ shiftKey }) => onToggle(shiftKey)}
          className="peer absolute inset-0 z-10 size-full cursor-pointer opacity-0"
        />
        {media ? (
          <Photo circleId={circleId} media={media} width={140} alt="" />
        ) : (
          <span className="block size-full bg-sunk break-words p-2 pr-8 text-xs leading-snug">
            {words.slice(0, 90)}
          </span>
        )}
        <span
          aria-hidden="true"
          className="absolute top-1.5 right-1.5 grid size-6 place-items-center rounded-full border-2 border-snow bg-night/40 text-snow peer-checked:bg-accent peer-checked:text-accent-ink"
        >
          {isChosen && <Check size={15} strokeWidth={3} />}
        </span>
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 rounded-md border-transparent border-4 peer-checked:border-accent"
        />
      </label>
    </li>
  )
}
