import { beforeEach, expect, test, vi } from 'vitest'
import { noDraft, readCommentDraft, writeCommentDraft } from './comment-draft.ts'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

test('what was begun is there again in its place, with whom it calls', () => {
  const draft = { body: '@Anna hell', mentioned: [{ userId: '1', name: 'Anna' }] }
  writeCommentDraft('keep', draft)
  expect(readCommentDraft('keep')).toEqual(draft)
  expect(readCommentDraft('keep.comment')).toBe(noDraft)
})

test('what was emptied leaves nothing, and what an older page stored is nothing', () => {
  writeCommentDraft('keep', { body: 'A', mentioned: [] })
  writeCommentDraft('keep', noDraft)
  expect(stored.size).toBe(0)
  stored.set('kinkeep.talk.keep', '{"body":"A","idempotencyKey":"1"}')
  expect(readCommentDraft('keep')).toBe(noDraft)
})
