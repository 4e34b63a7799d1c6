import type { KeepView } from '@kinkeep/contracts/keeps'
import { Check, ImageOff, Images } from 'lucide-react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Photo } from '../timeline/photo.tsx'
import { formatMoment } from '../timeline/wall-date.ts'

export interface DoubtfulTileProps {
  circleId: string
  keep: KeepView
  chosen: boolean
  onToggle: (keepId: string, range: boolean) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** One keep whose date is a guess: what it shows, the guess, and what that rests on. Chosen by pressing it. */
export function DoubtfulTile({ circleId, keep, chosen, onToggle, onKeyDown }: DoubtfulTileProps) {
  const { t, language } = useTranslation()
  const shown = keep.media.find(({ state }) => state === 'ready')
  const name = keep.title ?? keep.body?.slice(0, 80) ?? keep.media[0]?.name ?? ''
  const rests = t(keep.dateSource === 'fileTime' ? 'dates.byFile' : 'dates.byDay')
  return (
    <button
      type="button"
      aria-pressed={chosen}
      data-choice={keep.id}
      onKeyDown={onKeyDown}
      onClick={(event: MouseEvent) => onToggle(keep.id, event.shiftKey)}
      className="relative flex w-full select-none flex-col overflow-hidden rounded-lg border border-line bg-surface text-left transition-colors hover:border-edge aria-pressed:border-accent aria-pressed:bg-accent-soft"
    >
      <span className="relative block aspect-square w-full bg-sunk">
        {shown ? (
          <Photo circleId={circleId} media={shown} width={220} alt="" />
        ) : (
          keep.media.length > 0 && (
            <ImageOff size={28} aria-hidden="true" className="absolute inset-0 m-auto text-muted" />
          )
        )}
        {keep.media.length > 1 && (
          <span className="absolute right-2 bottom-2 flex items-center gap-1 rounded-full bg-night/70 px-2 py-0.5 text-snow text-xs">
            <Images size={14} aria-hidden="true" />
            {keep.media.length}
          </span>
        )}
        <span
          aria-hidden="true"
          className={`absolute top-2 left-2 grid size-7 place-items-center rounded-full border-2 border-snow shadow-raised ${chosen ? 'bg-accent text-accent-ink' : 'bg-night/45'}`}
        >
          {chosen && <Check size={17} strokeWidth={3} />}
        </span>
      </span>
      <span className="block w-full px-3 py-2">
        <span className="block truncate text-sm">{name}</span>
        <span className="block text-muted text-xs">{formatMoment(keep, language)}</span>
        <span className="block text-muted text-xs">{rests}</span>
      </span>
    </button>
  )
}
