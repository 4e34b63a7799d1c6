import { type RefObject, useLayoutEffect, useState } from 'react'

/**
 * How far down the window is, in pixels, as its last scrolling said. Asked of the window itself while the page is
 * changing, the whole page would be laid out for the answer, several times a frame.
 */
export function useScrollY(): RefObject<number> {
  // Asked once: as the beginning of a `useRef` it would be at every drawing.
  const [scrollY] = useState(() => ({ current: window.scrollY }))
  useLayoutEffect(() => {
    const follow = () => {
      scrollY.current = window.scrollY
    }
    follow()
    window.addEventListener('scroll', follow, { passive: true, capture: true })
    return () => window.removeEventListener('scroll', follow, { capture: true })
  }, [scrollY])
  return scrollY
}
