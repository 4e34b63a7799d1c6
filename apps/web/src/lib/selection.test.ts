import { expect, test } from 'vitest'
import { choose, nothingChosen, stillThere } from './selection.ts'

const ids = ['a', 'b', 'c', 'd', 'e']

test('one goes in and out; a range goes on from the last one, in either direction', () => {
  const one = choose(nothingChosen, ids, 'c', false)
  expect([...one.chosen]).toEqual(['c'])
  expect(choose(one, ids, 'c', false).chosen.size).toBe(0)
  const down = choose(one, ids, 'e', true)
  expect([...down.chosen]).toEqual(['c', 'd', 'e'])
  expect([...choose(down, ids, 'b', true).chosen].toSorted()).toEqual(['b', 'c', 'd', 'e'])
})

test('a range from nowhere is one; what left the list is not chosen any more', () => {
  expect([...choose(nothingChosen, ids, 'd', true).chosen]).toEqual(['d'])
  const some = choose(choose(nothingChosen, ids, 'a', false), ids, 'c', true)
  expect([...stillThere(some, ['b', 'c', 'd']).chosen]).toEqual(['b', 'c'])
  expect(stillThere(some, ids)).toBe(some)
})
