import type { KeepView } from '@kinkeep/contracts/keeps'
import { Link } from '@tanstack/react-router'
import { Images } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Photo } from '../timeline/photo.tsx'
import { TileLock } from '../timeline/tile-lock.tsx'
import { formatWhen } from '../timeline/wall-date.ts'
import { VideoMark } from '../video/video-mark.tsx'

export interface KeepTileProps {
  circleId: string
  keep: KeepView
  /** Below the day; null says nothing. */
  note: string | null
}

/** A keep among those that show somebody: its first photo or its words. Leads to its place in the timeline. */
export function KeepTile({ circleId, keep, note }: KeepTileProps) {
  const { t, language } = useTranslation()
  const photo = keep.media.find(({ state }) => state === 'ready')
  const words = keep.title ?? (keep.milestone ? t(`timeline.milestones.${keep.milestone}`) : keep.body)
  return (
    <Link
      to="/c/$circleId"
      params={{ circleId }}
      search={{ at: keep.happenedAt.slice(0, 7), ...(photo && { photo: photo.id }) }}
      className="relative flex grow flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-edge"
    >
      {photo ? (
        <span className="relative block aspect-square">
          <Photo circleId={circleId} media={photo} width={220} alt="" />
          <VideoMark media={photo} />
          {keep.media.length > 1 && (
            <span className="absolute right-2 bottom-2 flex items-center gap-1 rounded-full bg-night/70 px-2 py-0.5 text-snow text-xs">
              <Images size={14} aria-hidden="true" />
              {keep.media.length}
            </span>
          )}
        </span>
      ) : (
        <span className="line-clamp-6 aspect-square whitespace-pre-line break-words px-3 pt-3">{words}</span>
      )}
      {keep.visibility === 'admins' && <TileLock />}
      <span className="block px-3 py-2">
        {photo && words && <span className="block truncate text-sm">{words}</span>}
        <span className="block text-muted text-xs">{formatWhen(keep, language)}</span>
        {note !== null && <span className="block text-muted text-xs">{note}</span>}
      </span>
    </Link>
  )
}
