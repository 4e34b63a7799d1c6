import type { ToastMessage } from '@kinkeep/ui/toast'
import { useSyncExternalStore } from 'react'

let messages: readonly ToastMessage[] = []
let nextId = 0
const listeners = new Set<() => void>()

/** Says something briefly, wherever the person is. For what has a place of its own (a field, a form), say it there. */
export function showToast(message: Omit<ToastMessage, 'id'>): void {
  // The same news twice is one piece of news.
  const others = messages.filter(({ text }) => text !== message.text)
  nextId += 1
  set([...others.slice(-2), { ...message, id: String(nextId) }])
}

export function dismissToast(id: string): void {
  set(messages.filter((message) => message.id !== id))
}

export function useToasts(): readonly ToastMessage[] {
  return useSyncExternalStore(subscribe, () => messages)
}

function set(next: readonly ToastMessage[]): void {
  messages = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
