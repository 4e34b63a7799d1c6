import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * How far down the window is, in pixels, as its last scrolling said. Asked of the window itself while the page is
 * changing, the whole page would be laid out for the answer, several times a frame.
 */
export function useScrollY(): RefObject<number> {
  const scrollY = useRef(window.scrollY)
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
