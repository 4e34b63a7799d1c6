import { newId } from '../../lib/new-id.ts'
import type { Mentioned } from './mentions.ts'

/** Something said, or said otherwise, that has not arrived as far as anybody knows. */
export interface UnsentComment {
  /** The same for every try. */
  key: string
  /** Who said it: on a family's computer nobody sends another's words as their own. */
  speaker: string
  circleId: string
  keepId: string
  /** The thread in which it stands; null of one that begins its own. */
  threadId: string | null
  /** What it answers. */
  parentId: string | null
  /** The comment whose words these are to be; null of a new one. */
  commentId: string | null
  body: string
  mentioned: Mentioned[]
  /** Since when it is not on its way any more. */
  state: 'sending' | 'failed'
  /** Why; null when only the page knows that it went away meanwhile. */
  error: unknown
}

export type NewUnsent = Omit<UnsentComment, 'key' | 'state' | 'error'>

/** Of this tab alone: a reload loses no words, and on a family's computer nobody finds another's. */
const storageKey = 'kinkeep.talk.unsent'

let items: readonly UnsentComment[] | undefined
const listeners = new Set<() => void>()

/** All of them, in the order in which they were said. What was on its way when the page went is not any more. */
export function readUnsent(): readonly UnsentComment[] {
  items ??= restore()
  return items
}

export function subscribeToUnsent(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Keeps the words until they have arrived. A comment has one change of its words that waits: the last one. */
export function addUnsent(comment: NewUnsent): UnsentComment {
  const added: UnsentComment = { ...comment, key: newId(), state: 'sending', error: null }
  const { commentId } = comment
  write([...readUnsent().filter((item) => commentId === null || item.commentId !== commentId), added])
  return added
}

export function changeUnsent(
  key: string,
  change: Pick<UnsentComment, 'state' | 'error'> & Partial<Pick<UnsentComment, 'threadId' | 'parentId'>>,
): void {
  write(readUnsent().map((item) => (item.key === key ? { ...item, ...change } : item)))
}

/** It arrived, or nobody wants it any more. */
export function dropUnsent(key: string): void {
  write(readUnsent().filter((item) => item.key !== key))
}

/** As a page begins that was here before. */
export function forgetUnsentInMemory(): void {
  items = undefined
}

function write(next: readonly UnsentComment[]): void {
  items = next
  if (next.length === 0) sessionStorage.removeItem(storageKey)
  else sessionStorage.setItem(storageKey, JSON.stringify(next.map((item) => ({ ...item, error: null }))))
  for (const listener of listeners) listener()
}

function restore(): readonly UnsentComment[] {
  const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
  if (!Array.isArray(stored)) return []
  return stored.filter(isUnsent).map((item) => ({ ...item, state: 'failed', error: null }))
}

function isUnsent(value: unknown): value is UnsentComment {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    'keepId' in value &&
    'circleId' in value &&
    'speaker' in value &&
    'body' in value &&
    typeof value.body === 'string' &&
    'mentioned' in value &&
    Array.isArray(value.mentioned)
  )
}
