import { FamilyVideo } from '../../components/family-video.tsx'
import { mediaUrl } from '../timeline/media-url.ts'

/** What moves of a Live Photo, over the photo itself, once. With its sound, since somebody asked for it. */
export function LiveLayer({
  circleId,
  liveId,
  degrees,
  onEnd,
}: {
  circleId: string
  liveId: string
  /** By which its photo was turned by hand, clockwise: nobody makes the film anew. */
  degrees: number
  onEnd: () => void
}) {
  const [width, height] = degrees % 180 === 0 ? ['100cqw', '100cqh'] : ['100cqh', '100cqw']
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden [container-type:size]">
      <FamilyVideo
        data-live=""
        tabIndex={-1}
        src={mediaUrl(circleId, { id: liveId }, 'video')}
        autoPlay
        onPlaying={({ currentTarget }) => currentTarget.setAttribute('data-loaded', '')}
        onEnded={onEnd}
        onError={onEnd}
        style={{ width, height, transform: `translate(-50%, -50%) rotate(${degrees}deg)` }}
        className="absolute top-1/2 left-1/2 max-w-none object-contain opacity-0 transition-opacity data-loaded:opacity-100"
      />
    </div>
  )
}
