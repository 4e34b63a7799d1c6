import { FamilyVideo } from '../../components/family-video.tsx'
import { mediaUrl } from '../timeline/media-url.ts'

/** What moves of a Live Photo, over the photo itself, once. With its sound, since somebody asked for it. */
export function LiveLayer({
  circleId,
  liveId,
  onEnd,
}: {
  circleId: string
  liveId: string
  onEnd: () => void
}) {
  return (
    <FamilyVideo
      data-live=""
      tabIndex={-1}
      src={mediaUrl(circleId, { id: liveId }, 'video')}
      autoPlay
      onPlaying={({ currentTarget }) => currentTarget.setAttribute('data-loaded', '')}
      onEnded={onEnd}
      onError={onEnd}
      className="pointer-events-none absolute inset-0 m-auto max-h-full max-w-full object-contain opacity-0 transition-opacity data-loaded:opacity-100 size-full"
    />
  )
}
