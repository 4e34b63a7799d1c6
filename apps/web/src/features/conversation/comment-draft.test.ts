import { beforeEach, expect, test, vi } from 'vitest'
import { dropCommentDraft, readCommentDraft, returnCommentDraft, writeCommentDraft } from './comment-draft.ts'

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
})

test('what was begun is there again in its place, and other words have another key', () => {
  const first = writeCommentDraft('keep', 'Hell')
  const second = writeCommentDraft('keep', 'Hello')
  expect(readCommentDraft('keep')).toEqual(second)
  expect(second.idempotencyKey).not.toBe(first.idempotencyKey)
  expect(readCommentDraft('keep.comment').body).toBe('')
})

test('what arrived is forgotten, but not what was begun since', () => {
  const sent = writeCommentDraft('keep', 'Hello')
  dropCommentDraft('keep', sent)
  expect(readCommentDraft('keep').body).toBe('')

  const again = writeCommentDraft('keep', 'Hello')
  writeCommentDraft('keep', 'And more')
  dropCommentDraft('keep', again)
  expect(readCommentDraft('keep').body).toBe('And more')
})

test('what did not arrive comes back as the same, or before what was begun since', () => {
  const sent = writeCommentDraft('keep', 'Hello')
  expect(returnCommentDraft('keep', sent)).toEqual(sent)
  writeCommentDraft('keep', 'And more')
  expect(returnCommentDraft('keep', sent).body).toBe('Hello\nAnd more')
  expect(readCommentDraft('keep').body).toBe('Hello\nAnd more')
})
