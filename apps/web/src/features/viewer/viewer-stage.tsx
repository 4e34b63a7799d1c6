import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import { PhotoLayers } from './photo-layers.tsx'
import { type GestureOptions, useGestures } from './use-gestures.ts'
import type { Quarter } from './use-turns.ts'
import type { ViewedPhoto } from './viewed-photo.ts'

export interface StageHandle {
  zoomAt: (factor: number) => void
  fit: () => void
}

export interface ViewerStageProps extends Pick<GestureOptions, 'onSwipe' | 'onPullDown'> {
  circleId: string
  photo: ViewedPhoto
  alt: string
  /** What buttons and keys zoom with. */
  handle: RefObject<StageHandle | null>
  turn?: Quarter
}

/** Where a photo lies and can be touched. A new photo gets a new stage. */
export function ViewerStage({
  circleId,
  photo,
  alt,
  handle,
  onSwipe,
  onPullDown,
  turn = 0,
}: ViewerStageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const { zoom, pull, zoomAt, fit, handlers } = useGestures({ stage, picture, onSwipe, onPullDown })
  useImperativeHandle(handle, () => ({ zoomAt, fit }))

  const latest = useRef(zoomAt)
  useEffect(() => {
    latest.current = zoomAt
  })
  useEffect(() => {
    const { current } = stage
    // React's own wheel listener may not stop the page from zooming.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      latest.current(Math.exp(-event.deltaY / 300))
    }
    current?.addEventListener('wheel', onWheel, { passive: false })
    return () => current?.removeEventListener('wheel', onWheel)
  }, [])

  return (
    <div
      ref={stage}
      {...handlers}
      className={`flex min-h-0 grow touch-none items-center justify-center overflow-hidden [container-type:size] ${zoom.scale > 1 ? 'cursor-grab' : ''}`}
    >
      <PhotoLayers {...{ circleId, alt, zoom, pull, turn }} media={photo.media} box={picture} />
    </div>
  )
}
