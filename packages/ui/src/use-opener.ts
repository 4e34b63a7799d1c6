import { useState } from 'react'

/**
 * For a dialog without a trigger of its own: remembers what had the focus when it opened. Returns what to do when it
 * has closed: give the focus back, unless something else has taken it.
 */
export function useOpener(open: boolean): () => void {
  const [known, setKnown] = useState<{ open: boolean; opener: Element | null }>({ open: false, opener: null })
  if (open !== known.open) setKnown({ open, opener: open ? document.activeElement : known.opener })
  return () => {
    const isFree = document.activeElement === document.body
    if (isFree && known.opener instanceof HTMLElement) known.opener.focus()
  }
}
