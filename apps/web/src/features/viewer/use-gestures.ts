import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { fitted, moveBy, type Size, type Zoom, zoomBy } from './zoom.ts'

interface Point {
  x: number
  y: number
}

export interface GestureOptions {
  /** What fills the stage; its first child is the picture. */
  stage: RefObject<HTMLElement | null>
  picture: RefObject<HTMLElement | null>
  /** To the next photo (1) or the one before (-1). */
  onSwipe: (direction: 1 | -1) => void
  onPullDown: () => void
}

const swipeDistance = 60
const pullDistance = 120
/** Between two taps, in ms. */
const doubleTap = 300
const doubleTapScale = 2.5

/** Pinch, pan, double tap, wheel and swipe on one photo, for fingers, pens and mice alike. */
export function useGestures({ stage, picture, onSwipe, onPullDown }: GestureOptions) {
  const [zoom, setZoom] = useState<Zoom>(fitted)
  const [pull, setPull] = useState<Point>({ x: 0, y: 0 })
  const pointers = useRef(new Map<number, Point>())
  const lastTap = useRef({ at: 0, moved: false })

  const sizes = (): { picture: Size; stage: Size } => ({
    stage: { width: stage.current?.clientWidth ?? 1, height: stage.current?.clientHeight ?? 1 },
    picture: { width: picture.current?.offsetWidth ?? 1, height: picture.current?.offsetHeight ?? 1 },
  })
  const fromMiddle = (point: Point): Point => {
    const box = stage.current?.getBoundingClientRect()
    return box ? { x: point.x - box.left - box.width / 2, y: point.y - box.top - box.height / 2 } : point
  }
  const zoomAt = (factor: number, point: Point = { x: 0, y: 0 }) => {
    const { picture, stage } = sizes()
    setZoom((now) => zoomBy(now, factor, point, picture, stage))
  }

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    lastTap.current.moved = pointers.current.size > 1
  }

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    const by = { x: now.x - before.x, y: now.y - before.y }
    if (Math.hypot(by.x, by.y) > 2) lastTap.current.moved = true
    if (other) {
      const distance = (a: Point) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y))
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      zoomAt(distance(now) / distance(before), fromMiddle(middle))
    } else if (zoom.scale > 1) {
      const { picture, stage } = sizes()
      setZoom((current) => moveBy(current, by, picture, stage))
    } else setPull(({ x, y }) => ({ x: x + by.x, y: y + by.y }))
  }

  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (!pointers.current.delete(event.pointerId)) return
    const { at, moved } = lastTap.current
    setPull({ x: 0, y: 0 })
    if (event.type === 'pointercancel') return
    if (!moved) {
      const isDouble = event.timeStamp - at < doubleTap
      lastTap.current.at = isDouble ? 0 : event.timeStamp
      if (isDouble) {
        zoomAt(zoom.scale > 1 ? 0 : doubleTapScale, fromMiddle({ x: event.clientX, y: event.clientY }))
      }
    } else if (zoom.scale === 1 && pointers.current.size === 0) {
      if (Math.abs(pull.x) > swipeDistance && Math.abs(pull.x) > Math.abs(pull.y))
        onSwipe(pull.x < 0 ? 1 : -1)
      else if (pull.y > pullDistance) onPullDown()
    }
  }

  return {
    zoom,
    pull,
    zoomAt,
    fit: () => setZoom(fitted),
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
  }
}
