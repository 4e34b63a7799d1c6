import { expect, test } from 'vitest'
import { rememberMergedKeeps } from './merged-keeps.ts'

interface Keep {
  id: string
  happenedAt: string
}

/** One a minute: `z` is the newest, `a` the oldest. */
function pageOf(ids: string): Keep[] {
  return ids.split('').map((id) => ({ id, happenedAt: `2025-07-12T10:${id.charCodeAt(0) - 87}:00` }))
}

function merging() {
  const merged = rememberMergedKeeps<Keep>()
  return (pages: readonly Keep[][], hasMore = false, list = 'all') => {
    const { keeps, isOwing } = merged(pages, { list, hasMore })
    return { keeps, ids: keeps.map(({ id }) => id).join(''), isOwing }
  }
}

test('pages that come behind are added, and what was there stays the same', () => {
  const merged = merging()
  const [none, first, second] = [pageOf(''), pageOf('zy'), pageOf('x')]
  const before = merged([none, first], true)
  const after = merged([none, first, second])
  expect([before.ids, after.ids]).toEqual(['zy', 'zyx'])
  expect(after.keeps[0]).toBe(before.keeps[0])
})

test('a keep on two pages is there once, as it was read last', () => {
  const merged = merging()
  const [first, again] = [pageOf('zy'), pageOf('yx')]
  merged([first])
  const { keeps, ids } = merged([first, again])
  expect(ids).toBe('zyx')
  expect(keeps[1]).toBe(again[0])
})

test('pages that were read again, or fewer of them, are a list of their own', () => {
  const merged = merging()
  const [first, second] = [pageOf('zy'), pageOf('x')]
  merged([first, second])
  expect(merged([pageOf('y'), second]).ids).toBe('yx')
  expect(merged([pageOf('y')]).ids).toBe('y')
  expect(merged([pageOf('z'), pageOf('y')]).ids).toBe('zy')
})

test('what newcomers push off the last page stays until its page is there', () => {
  const merged = merging()
  merged([pageOf('fed'), pageOf('cba')], true)
  const pushed = [pageOf('jih'), pageOf('gfe')]
  expect(merged(pushed, true)).toMatchObject({ ids: 'jihgfedcba', isOwing: true })
  // Drawn twice, it is the same.
  expect(merged(pushed, true)).toMatchObject({ ids: 'jihgfedcba', isOwing: true })
  const next = [...pushed, pageOf('dc')]
  expect(merged(next, true)).toMatchObject({ ids: 'jihgfedcba', isOwing: true })
  expect(merged([...next, pageOf('')])).toMatchObject({ ids: 'jihgfedc', isOwing: false })
})

test('more newcomers than a page leave no hole behind them for longer than it takes to read it', () => {
  const merged = merging()
  merged([pageOf('cb')], true)
  expect(merged([pageOf('zy')], true)).toMatchObject({ ids: 'zycb', isOwing: true })
  expect(merged([pageOf('zy'), pageOf('xw')], true)).toMatchObject({ ids: 'zyxwcb', isOwing: true })
})

test('what was thrown away is not kept, nor what is on another list', () => {
  const merged = merging()
  const first = pageOf('zyx')
  merged([first], true)
  expect(merged([first.slice(0, 2)], true)).toMatchObject({ ids: 'zy', isOwing: false })
  expect(merged([pageOf('zyw')], true)).toMatchObject({ ids: 'zyw', isOwing: false })
  expect(merged([pageOf('z')], true, 'of a child')).toMatchObject({ ids: 'z', isOwing: false })
})
