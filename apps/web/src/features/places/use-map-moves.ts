import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { panBy, type View, zoomAt } from './mercator.ts'

type Change = (change: (view: View) => View) => void

/** CSS pixels that an arrow key moves the map by. */
const keyStep = 80

/** Moves a map by mouse, finger, wheel and keyboard. */
export function useMapMoves(frame: RefObject<HTMLElement | null>, change: Change) {
  const pointers = useRef(new Map<number, { x: number; y: number }>())

  // By hand: React's own listener may not keep the page from scrolling.
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const at = fromMiddle(element, event.clientX, event.clientY)
      const by = -event.deltaY * (event.deltaMode === 0 ? 0.002 : 0.06) * (event.ctrlKey ? 4 : 1)
      change((view) => zoomAt(view, Math.max(-1, Math.min(1, by)), at))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [frame, change])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as HTMLElement).closest('button')) return
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const from = pointers.current.get(event.pointerId)
    if (!from) return
    const to = { x: event.clientX, y: event.clientY }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, to)
    const element = event.currentTarget
    if (!other) return change((view) => panBy(view, to.x - from.x, to.y - from.y))
    // Two fingers: each moves the map by half of its own way, and their distance is how near one is.
    const by = Math.log2(distance(to, other) / Math.max(1, distance(from, other)))
    const at = fromMiddle(element, (to.x + other.x) / 2, (to.y + other.y) / 2)
    change((view) => zoomAt(panBy(view, (to.x - from.x) / 2, (to.y - from.y) / 2), by, at))
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => void pointers.current.delete(event.pointerId)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const move = keys[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    change(move)
  }
  const onDoubleClick = ({ currentTarget, clientX, clientY }: React.MouseEvent<HTMLElement>) =>
    change((view) => zoomAt(view, 1, fromMiddle(currentTarget, clientX, clientY)))

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown, onDoubleClick }
}

const keys: Record<string, (view: View) => View> = {
  ArrowLeft: (view) => panBy(view, keyStep, 0),
  ArrowRight: (view) => panBy(view, -keyStep, 0),
  ArrowUp: (view) => panBy(view, 0, keyStep),
  ArrowDown: (view) => panBy(view, 0, -keyStep),
  '+': (view) => zoomAt(view, 1),
  '=': (view) => zoomAt(view, 1),
  '-': (view) => zoomAt(view, -1),
}

function fromMiddle(element: HTMLElement, x: number, y: number) {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: x - left - width / 2, y: y - top - height / 2 }
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
