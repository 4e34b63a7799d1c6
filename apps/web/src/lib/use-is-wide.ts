import { useSyncExternalStore } from 'react'

/** Below this width the shell has bars above and below: `lg` of the style sheet, in CSS pixels. */
export const wideFrom = 1024

const wide = matchMedia(`(min-width: ${wideFrom}px)`)

/** Whether the window is as wide as on a desk. For what a phone should not even draw; the rest is the style sheet's. */
export function useIsWide(): boolean {
  return useSyncExternalStore(follow, () => wide.matches)
}

function follow(onChange: () => void): () => void {
  wide.addEventListener('change', onChange)
  return () => wide.removeEventListener('change', onChange)
}
