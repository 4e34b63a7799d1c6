import { expect, test } from 'vitest'
import { chosenKinds, countReactions, withReaction } from './shown-reactions.ts'

const none = { like: 0, love: 0, laugh: 0, wow: 0, celebrate: 0 }

test('a first reaction is counted, another takes its place, and none takes it back', () => {
  const first = withReaction({ reactions: { ...none, like: 2 }, myReaction: null }, 'love')
  expect(first).toEqual({ reactions: { ...none, like: 2, love: 1 }, myReaction: 'love' })
  const second = withReaction(first, 'like')
  expect(second).toEqual({ reactions: { ...none, like: 3 }, myReaction: 'like' })
  expect(withReaction(second, null)).toEqual({ reactions: { ...none, like: 2 }, myReaction: null })
  expect(withReaction(second, 'like')).toEqual(second)
})

test('kinds come by how many chose them, those nobody chose not at all', () => {
  const reactions = { ...none, like: 1, wow: 3, celebrate: 1 }
  expect(chosenKinds({ reactions })).toEqual(['wow', 'like', 'celebrate'])
  expect(countReactions({ reactions })).toBe(5)
})
