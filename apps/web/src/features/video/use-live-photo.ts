import { type PointerEvent, useEffect, useRef, useState } from 'react'

/** Milliseconds that a finger or button is held before the photo moves: a tap is a tap. */
const holdMs = 280
/** CSS pixels that a held finger may tremble. */
const tremble = 8

/** Whether the photo in sight moves: as long as it is held, or until it was played to its end by key or button. */
export function useLivePhoto(liveId: string | null) {
  const [isPlaying, setPlaying] = useState(false)
  const hold = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null)
  const letGo = () => {
    if (hold.current) clearTimeout(hold.current.timer)
    hold.current = null
  }
  useEffect(
    () => () => {
      if (hold.current) clearTimeout(hold.current.timer)
    },
    [],
  )
  const end = () => {
    letGo()
    setPlaying(false)
  }
  const handlers =
    liveId === null
      ? {}
      : {
          onPointerDownCapture: ({ clientX: x, clientY: y, isPrimary }: PointerEvent) => {
            letGo()
            if (isPrimary) hold.current = { timer: setTimeout(() => setPlaying(true), holdMs), x, y }
            else end()
          },
          onPointerMoveCapture: ({ clientX, clientY }: PointerEvent) => {
            const { current } = hold
            if (current && Math.hypot(clientX - current.x, clientY - current.y) > tremble) end()
          },
          onPointerUpCapture: () => hold.current && end(),
          onPointerCancelCapture: () => hold.current && end(),
        }
  return { isPlaying: isPlaying && liveId !== null, play: () => setPlaying(liveId !== null), end, handlers }
}
