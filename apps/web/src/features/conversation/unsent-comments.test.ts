import { beforeEach, expect, test, vi } from 'vitest'
import {
  addUnsent,
  changeUnsent,
  dropUnsent,
  forgetUnsentInMemory,
  readUnsent,
  subscribeToUnsent,
} from './unsent-comments.ts'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  forgetUnsentInMemory()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

const words = {
  speaker: 'u',
  circleId: 'c',
  keepId: 'k',
  threadId: null,
  parentId: null,
  commentId: null,
  mentioned: [],
}

test('words stay until they have arrived, and everybody who shows them hears of it', () => {
  const heard = vi.fn<() => void>()
  const stop = subscribeToUnsent(heard)
  const first = addUnsent({ ...words, body: 'Hello' })
  addUnsent({ ...words, body: 'And more' })
  expect(readUnsent().map(({ body, state }) => [body, state])).toEqual([
    ['Hello', 'sending'],
    ['And more', 'sending'],
  ])
  changeUnsent(first.key, { state: 'failed', error: new Error('no network') })
  dropUnsent(first.key)
  stop()
  expect(readUnsent().map(({ body }) => body)).toEqual(['And more'])
  expect(heard).toHaveBeenCalledTimes(4)
})

test('a page that begins anew finds them as not sent, under the same key', () => {
  const { key } = addUnsent({ ...words, body: 'Hello' })
  forgetUnsentInMemory()
  expect(readUnsent()).toMatchObject([{ key, body: 'Hello', state: 'failed', error: null }])
  dropUnsent(key)
  expect(stored.size).toBe(0)
})

test('of a comment that is changed twice only the last words wait', () => {
  addUnsent({ ...words, commentId: 'x', body: 'Once' })
  addUnsent({ ...words, commentId: 'y', body: 'Another' })
  addUnsent({ ...words, commentId: 'x', body: 'Twice' })
  expect(readUnsent().map(({ body }) => body)).toEqual(['Another', 'Twice'])
})

test('what somebody else stored there is nothing', () => {
  stored.set('kinkeep.talk.unsent', '[1, {"key": "k"}]')
  expect(readUnsent()).toEqual([])
})
