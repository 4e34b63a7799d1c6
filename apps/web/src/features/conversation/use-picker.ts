import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react'

/** Milliseconds of resting on it, by finger or mouse, that mean more than a tap. */
const restMs = 420
/** Milliseconds in which a mouse may miss the way to the row. */
const graceMs = 280

/** How the row of reactions opens: by long press, by resting the mouse, or by its own button. */
export function usePicker() {
  const [open, setOpen] = useState<'resting' | 'asked' | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wasHeld = useRef(false)
  const cancel = () => clearTimeout(timer.current)
  const area = useRef<HTMLDivElement>(null)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!open) return
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && !area.current?.contains(target)) setOpen(null)
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => document.removeEventListener('pointerdown', closeOutside)
  }, [open])
  const later = (ms: number, act: () => void) => {
    cancel()
    timer.current = setTimeout(act, ms)
  }
  const close = () => {
    cancel()
    setOpen(null)
  }
  return {
    open,
    ask: () => setOpen((now) => (now === 'asked' ? null : 'asked')),
    close,
    /** Whether the press that ends now was long, and was answered already. */
    takeHeld(): boolean {
      const held = wasHeld.current
      wasHeld.current = false
      return held
    },
    /** For the button that a tap toggles. */
    press: {
      onPointerDown() {
        wasHeld.current = false
        later(restMs, () => {
          wasHeld.current = true
          setOpen('resting')
        })
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
      onPointerEnter({ pointerType }: PointerEvent) {
        if (pointerType === 'mouse') later(restMs, () => setOpen((now) => now ?? 'resting'))
      },
    },
    /** For what is around the buttons and the row. */
    around: {
      ref: area,
      onPointerEnter({ pointerType }: PointerEvent) {
        if (pointerType === 'mouse' && open) cancel()
      },
      onPointerLeave({ pointerType }: PointerEvent) {
        if (pointerType !== 'mouse') return
        if (open === 'resting') later(graceMs, () => setOpen(null))
        else cancel()
      },
      onBlur({ currentTarget, relatedTarget }: FocusEvent) {
        if (open === 'asked' && !currentTarget.contains(relatedTarget)) close()
      },
    },
  }
}
