import { type RefObject, Suspense, type TouchEvent, useRef } from 'react'
import type { ViewedPhoto } from '../viewer/viewed-photo.ts'
import { LazyVideoPlayer } from './lazy-video-player.ts'

export interface VideoStageProps {
  circleId: string
  photo: ViewedPhoto
  label: string
  player: RefObject<HTMLVideoElement | null>
  /** To the next one (1) or the one before (-1). */
  onSwipe: (direction: 1 | -1) => void
  onPullDown: () => void
}

const swipeDistance = 60
const pullDistance = 120
/** CSS pixels at the bottom that are the browser's own controls: a finger there seeks. */
const controlsHeight = 80

/** Where a video lies in the viewer. Fingers go on to the next one, unless they are on the controls. */
export function VideoStage({ circleId, photo, label, player, onSwipe, onPullDown }: VideoStageProps) {
  const start = useRef<{ x: number; y: number } | null>(null)
  const onTouchStart = ({ touches, currentTarget }: TouchEvent) => {
    const touch = touches.item(0)
    const video = currentTarget.querySelector('video')?.getBoundingClientRect()
    const isOnControls = touch && video && touch.clientY > video.bottom - controlsHeight
    start.current =
      touch && touches.length === 1 && !isOnControls ? { x: touch.clientX, y: touch.clientY } : null
  }
  const onTouchEnd = ({ changedTouches }: TouchEvent) => {
    const touch = changedTouches.item(0)
    if (!touch || !start.current) return
    const x = touch.clientX - start.current.x
    const y = touch.clientY - start.current.y
    start.current = null
    if (Math.abs(x) > swipeDistance && Math.abs(x) > 2 * Math.abs(y)) onSwipe(x < 0 ? 1 : -1)
    else if (y > pullDistance && y > 2 * Math.abs(x)) onPullDown()
  }
  return (
    <div
      onTouchStart={onTouchStart}
      onTouchEnd={onTouchEnd}
      className="flex min-h-0 min-w-0 grow items-center justify-center overflow-hidden"
    >
      <Suspense>
        <LazyVideoPlayer {...{ circleId, label }} media={photo.media} handle={player} />
      </Suspense>
    </div>
  )
}
