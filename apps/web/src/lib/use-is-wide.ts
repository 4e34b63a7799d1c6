import { useSyncExternalStore } from 'react'

/** `lg` of the style sheet; below it the shell has bars above and below. */
const wide = matchMedia('(min-width: 1024px)')

/** Whether the window is as wide as on a desk. For what a phone should not even draw; the rest is the style sheet's. */
export function useIsWide(): boolean {
  return useSyncExternalStore(follow, () => wide.matches)
}

function follow(onChange: () => void): () => void {
  wide.addEventListener('change', onChange)
  return () => wide.removeEventListener('change', onChange)
}
