import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react'

export interface WholeScreenProps {
  label: string
  dialog: RefObject<HTMLDialogElement | null>
  /** Which photo is in sight: its tile on the page has the focus afterwards. */
  shownId?: string | undefined
  className?: string
  children: ReactNode
  onKeyDown: (event: KeyboardEvent) => void
  /** Escape, or the back gesture. */
  onCancel: () => void
  onClose?: () => void
}

/**
 * Something dark on all of the screen. The platform's own modal dialog: it keeps the focus inside, takes Escape and the
 * back gesture, and lies above everything.
 */
export function WholeScreen(props: WholeScreenProps) {
  const { label, dialog, shownId, className = '', children, onKeyDown, onCancel, onClose } = props
  const shown = useRef(shownId)
  useEffect(() => {
    shown.current = shownId
  }, [shownId])
  useEffect(() => {
    const { style } = document.documentElement
    dialog.current?.showModal()
    dialog.current?.focus()
    // The place kept for the page's scroll bar would stay light beside the dark.
    style.backgroundColor = 'var(--color-night)'
    return () => {
      style.backgroundColor = ''
      if (shown.current) document.querySelector<HTMLElement>(`[data-photo="${shown.current}"]`)?.focus()
    }
  }, [dialog])
  return (
    <dialog
      ref={dialog}
      data-locks-scroll=""
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        onCancel()
      }}
      onClose={onClose}
      className={`fixed inset-0 m-0 flex h-dvh max-h-none w-full max-w-none bg-night outline-none ${className}`}
    >
      {children}
    </dialog>
  )
}
