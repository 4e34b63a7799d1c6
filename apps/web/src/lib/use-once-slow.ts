import { useEffect, useState } from 'react'
import { followPace } from './scroll-pace.ts'

/** Without a step for so long, in ms, the window stands. */
const stillAfter = 150

const pace = followPace()
const waiting = new Set<() => void>()
let isFlying = false
let standing: ReturnType<typeof setTimeout> | undefined

addEventListener('scroll', ({ timeStamp }) => follow(pace(scrollY, timeStamp, innerHeight)), {
  passive: true,
})

function follow(flies: boolean): void {
  isFlying = flies
  clearTimeout(standing)
  if (flies) standing = setTimeout(() => follow(false), stillAfter)
  else for (const show of waiting) show()
}

/**
 * false while the window has been scrolled too fast, ever since this was drawn, for anybody to see it; then true for
 * good. For what costs more than it is worth when it only flies by.
 */
export function useOnceSlow(): boolean {
  const [isSlow, setSlow] = useState(() => !isFlying)
  useEffect(() => {
    if (isSlow) return
    const show = () => setSlow(true)
    if (!isFlying) show()
    waiting.add(show)
    return () => void waiting.delete(show)
  }, [isSlow])
  return isSlow
}
