import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * How far down the window is, in pixels, as its last scrolling said. Asked of the window itself while the page is
 * changing, the whole page would be laid out for the answer, several times a frame.
 */
export function useScrollY(): RefObject<number> {
  // Not the window's own to begin with: that would be asked for at every drawing.
  const scrollY = useRef(0)
  useLayoutEffect(() => {
    const follow = () => {
      scrollY.current = window.scrollY
    }
    follow()
    window.addEventListener('scroll', follow, { passive: true, capture: true })
    return () => window.removeEventListener('scroll', follow, { capture: true })
  }, [])
  return scrollY
}
