import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { patchKeep } from './patch-keep.ts'

test('a list in which a keep is changed is as old as it was, and as stale', async () => {
  const cache = new QueryClient()
  const [fresh, stale] = [
    [['keeps', 'list'], { input: 'a' }],
    [['keeps', 'list'], { input: 'b' }],
  ]
  const page = { items: [{ id: 'one', isFavourite: false }] }
  cache.setQueryData(fresh, { pages: [page] }, { updatedAt: 1000 })
  cache.setQueryData(stale, page, { updatedAt: 2000 })
  await cache.invalidateQueries({ queryKey: stale })

  await patchKeep(cache, 'one', () => ({ isFavourite: true }))
  const states = [fresh, stale].map((key) => cache.getQueryState(key))
  expect(states).toMatchObject([
    {
      data: { pages: [{ items: [{ isFavourite: true }] }] },
      dataUpdatedAt: 1000,
      isInvalidated: false,
    },
    { data: { items: [{ isFavourite: true }] }, dataUpdatedAt: 2000, isInvalidated: true },
  ])
})
