import { streamLookBackMs } from '@kinkeep/contracts/call-limits'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { readAgo } from './read-ago.ts'

const now = 1_000_000

/** A cache with answers that came at these times. */
function answeredAt(...times: number[]): QueryClient {
  const client = new QueryClient()
  for (const [index, updatedAt] of times.entries()) client.setQueryData([index], 'an answer', { updatedAt })
  return client
}

test('the oldest answer counts, and what has none yet does not', async () => {
  const client = answeredAt(now - 3000, now - 800)
  await client.prefetchQuery({ queryKey: ['waits'], queryFn: () => Promise.reject(new Error('not yet')) })
  expect(readAgo(client, now)).toBe(3000)
  expect(readAgo(answeredAt(), now)).toBe(0)
})

test('a clock that was put back says that it was just now, and longer than a stream looks back is not said', () => {
  expect(readAgo(answeredAt(now + 500), now)).toBe(0)
  expect(readAgo(answeredAt(now - streamLookBackMs), now)).toBe(streamLookBackMs)
  expect(readAgo(answeredAt(now - streamLookBackMs - 1), now)).toBeUndefined()
})
