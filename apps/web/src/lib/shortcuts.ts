import type { KeyboardEvent } from 'react'

/** Does what a key stands for, by its `KeyboardEvent.key`. With a modifier it is the browser's or the system's. */
export function runShortcut(event: KeyboardEvent, shortcuts: Record<string, () => unknown>): void {
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : shortcuts[event.key]
  if (!action) return
  event.preventDefault()
  action()
}
