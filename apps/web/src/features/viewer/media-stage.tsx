import { type RefObject, useImperativeHandle, useRef } from 'react'
import { LiveLayer } from '../video/live-layer.tsx'
import { togglePlaying } from '../video/toggle-playing.ts'
import { useLivePhoto } from '../video/use-live-photo.ts'
import { VideoStage } from '../video/video-stage.tsx'
import { ViewerStage, type ViewerStageProps } from './viewer-stage.tsx'

export interface MovingHandle {
  /** Plays or stops what moves; does nothing for a photo that does not. */
  toggle: () => void
}

export interface MediaStageProps extends ViewerStageProps {
  /** What keys and buttons play with. */
  moving: RefObject<MovingHandle | null>
}

/** Where a photo, a Live Photo or a video lies. Each gets a stage of its own. */
export function MediaStage({ moving, ...stage }: MediaStageProps) {
  const { circleId, photo } = stage
  const { media } = photo
  const player = useRef<HTMLVideoElement>(null)
  const live = useLivePhoto(media.kind === 'photo' ? media.liveId : null)
  useImperativeHandle(moving, () => ({
    toggle: () => {
      if (media.kind === 'video') togglePlaying(player.current)
      else if (live.isPlaying) live.end()
      else live.play()
    },
  }))
  if (media.kind === 'video') {
    const { alt: label, onSwipe, onPullDown } = stage
    return <VideoStage {...{ circleId, photo, label, player, onSwipe, onPullDown }} />
  }
  return (
    <div {...live.handlers} className="relative flex min-h-0 min-w-0 grow">
      <ViewerStage {...stage} />
      {live.isPlaying && media.liveId !== null && (
        <LiveLayer
          circleId={circleId}
          liveId={media.liveId}
          degrees={media.rotation + (stage.turn ?? 0)}
          onEnd={live.end}
        />
      )}
    </div>
  )
}
