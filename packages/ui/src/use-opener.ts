import { useState } from 'react'

interface Known {
  open: boolean
  opener: Element | null
  /** What can hold the focus around the opener, should that be gone by then: a list, or the page. */
  around: HTMLElement | null
}

/**
 * For a dialog without a trigger of its own: remembers what had the focus when it opened. Returns what to do when it
 * has closed: give the focus back, unless something else has taken it. When the opener went with what it belonged to,
 * its surroundings get it.
 */
export function useOpener(open: boolean): () => void {
  const [known, setKnown] = useState<Known>({ open: false, opener: null, around: null })
  if (open !== known.open) {
    const opener = open ? document.activeElement : known.opener
    const around = opener?.parentElement?.closest<HTMLElement>('[tabindex="-1"]') ?? null
    setKnown({ open, opener, around: open ? around : known.around })
  }
  return () => {
    if (document.activeElement !== document.body) return
    if (known.opener?.isConnected === false) known.around?.focus({ preventScroll: true })
    else if (known.opener instanceof HTMLElement) known.opener.focus()
  }
}
