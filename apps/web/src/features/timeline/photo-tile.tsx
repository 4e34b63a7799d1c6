import type { KeepView } from '@kinkeep/contracts/keeps'
import type { MediaView } from '@kinkeep/contracts/media'
import { lazy, memo, Suspense } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { VideoMark } from '../video/video-mark.tsx'
import { FailedPhoto } from './failed-photo.tsx'
import { mediaLabel } from './media-label.ts'
import { Photo } from './photo.tsx'

// What is on its way is rare, and brings along all of sending: out of the page's own chunk.
const WaitingPhoto = lazy(() =>
  import('./waiting-photo.tsx').then(({ WaitingPhoto }) => ({ default: WaitingPhoto })),
)

export interface PhotoTileProps {
  circleId: string
  keep: Pick<KeepView, 'author'>
  media: MediaView
  /** CSS pixels. */
  width: number
  /** Photos behind this one, which the tile speaks for. */
  more?: number
  onOpen: (mediaId: string) => void
}

/** One photo of the timeline in whatever state it is; a ready one opens. Fills its parent. */
export const PhotoTile = memo(function PhotoTile({
  circleId,
  keep,
  media,
  width,
  more = 0,
  onOpen,
}: PhotoTileProps) {
  const { t } = useTranslation()
  if (media.state === 'failed') return <FailedPhoto circleId={circleId} media={media} />
  if (media.state !== 'ready') {
    return (
      <Suspense fallback={<span className="block size-full animate-breathe bg-accent-soft" />}>
        <WaitingPhoto media={media} />
      </Suspense>
    )
  }
  const alt = mediaLabel(t, media, keep.author)
  return (
    <button
      type="button"
      data-photo={media.id}
      onClick={() => onOpen(media.id)}
      className="relative block size-full cursor-zoom-in overflow-hidden focus-visible:-outline-offset-3"
    >
      <Photo circleId={circleId} media={media} width={width} alt={alt} />
      <VideoMark media={media} />
      {more > 0 && (
        <span className="absolute inset-0 grid place-items-center bg-night/55 font-semibold text-lg text-snow">
          {t('timeline.morePhotos', { count: more })}
        </span>
      )}
    </button>
  )
})
