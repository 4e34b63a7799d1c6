import { useLayoutEffect } from 'react'

/** Larger type on the whole page, dialogs among it, for eyes that are not what they were: see styles.css. */
export function useBigType(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    dataset.bigType = ''
    return () => {
      delete dataset.bigType
    }
  }, [])
}
