import { expect, test } from 'vitest'
import { rememberMergedKeeps } from './merged-keeps.ts'

function pageOf(...ids: string[]): { id: string }[] {
  return ids.map((id) => ({ id }))
}

function idsOf(keeps: { id: string }[]): string[] {
  return keeps.map(({ id }) => id)
}

test('pages that come behind are added, and what was there stays the same', () => {
  const merged = rememberMergedKeeps<{ id: string }>()
  const [none, first, second] = [pageOf(), pageOf('a', 'b'), pageOf('c')]
  const before = merged([none, first])
  const after = merged([none, first, second])
  expect([idsOf(before), idsOf(after)]).toEqual([
    ['a', 'b'],
    ['a', 'b', 'c'],
  ])
  expect(after[0]).toBe(before[0])
})

test('a keep on two pages is there once, as it was read last', () => {
  const merged = rememberMergedKeeps<{ id: string }>()
  const [first, again] = [pageOf('a', 'b'), pageOf('b', 'c')]
  merged([first])
  const keeps = merged([first, again])
  expect(idsOf(keeps)).toEqual(['a', 'b', 'c'])
  expect(keeps[1]).toBe(again[0])
})

test('pages that were read again, or fewer of them, are a list of their own', () => {
  const merged = rememberMergedKeeps<{ id: string }>()
  const [first, second] = [pageOf('a', 'b'), pageOf('c')]
  merged([first, second])
  expect(idsOf(merged([pageOf('b'), second]))).toEqual(['b', 'c'])
  expect(idsOf(merged([pageOf('b')]))).toEqual(['b'])
  expect(idsOf(merged([pageOf('z'), pageOf('b')]))).toEqual(['z', 'b'])
})
