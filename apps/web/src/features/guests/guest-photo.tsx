import type { MediaView } from '@kinkeep/contracts/media'
import { Play } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Photo } from '../timeline/photo.tsx'
import { VideoMark } from '../video/video-mark.tsx'

/** CSS pixels of the column. */
const column = 640

export interface GuestPhotoProps {
  circleId: string
  media: MediaView
  label: string
  onOpen: () => void
}

/** A photo as wide as the page; one that is very tall is cut to what fits on a screen, until it is opened. */
export function GuestPhoto({ circleId, media, label, onOpen }: GuestPhotoProps) {
  const { t } = useTranslation()
  if (media.state !== 'ready') {
    const text = media.state === 'failed' ? t('guests.unreadable') : t('guests.preparing')
    return <p className="bg-sunk px-5 py-10 text-center text-muted">{text}</p>
  }
  const ratio = media.width && media.height ? media.width / media.height : 1
  const width = Math.min(column, document.documentElement.clientWidth)
  return (
    <button
      type="button"
      data-photo={media.id}
      aria-label={t('guests.openPhoto', { photo: label })}
      onClick={onOpen}
      style={{ aspectRatio: Math.max(0.7, ratio) }}
      className="relative block w-full cursor-zoom-in overflow-hidden focus-visible:-outline-offset-3"
    >
      <Photo circleId={circleId} media={media} width={width} alt="" />
      <VideoMark media={media} />
      {media.kind === 'video' && (
        <span aria-hidden="true" className="absolute inset-0 grid place-items-center">
          <span className="grid size-16 place-items-center rounded-full bg-night/70 text-snow">
            <Play size={32} fill="currentColor" />
          </span>
        </span>
      )}
    </button>
  )
}
