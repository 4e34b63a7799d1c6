import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/**
 * Moves the focus to the new page's content, as loading a document would; otherwise a screen reader stays on a link
 * that is gone. Pages that put the focus somewhere themselves keep it.
 */
export function FocusOnNavigation() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        const main = document.getElementById('main')
        if (!fromLocation || !pathChanged || !main || main.contains(document.activeElement)) return
        main.focus({ preventScroll: true })
      }),
    [router],
  )
  return null
}
