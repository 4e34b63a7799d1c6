import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from './query-client.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function tooMany(retryAfter: number) {
  const data = { reason: 'TOO_MANY_REQUESTS', requestId: 'r1', retryAfter }
  return TRPCClientError.from({ error: { code: -32_029, message: '', data } })
}

/** A query that is refused so often before it is answered. */
function ask(refusal: Error, times: number) {
  let asked = 0
  const answer = createQueryClient(() => undefined).fetchQuery({
    queryKey: ['keeps'],
    queryFn: async () => {
      asked += 1
      if (asked <= times) throw refusal
      return 'keeps'
    },
  })
  return { answer, asked: () => asked }
}

test('whoever reads faster than they may waits for their turn, as long as they are told', async () => {
  const { answer, asked } = ask(tooMany(2), 2)
  await vi.advanceTimersByTimeAsync(1900)
  expect(asked()).toBe(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(asked()).toBe(2)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await answer).toBe('keeps')
})

test('a turn that is a long way off, or does not come, is said', async () => {
  const [far, never] = [ask(tooMany(60), 1), ask(tooMany(1), 100)]
  const said = Promise.all([far, never].map(({ answer }) => expect(answer).rejects.toThrow()))
  await vi.advanceTimersByTimeAsync(30_000)
  await said
  expect([far.asked(), never.asked()]).toEqual([1, 7])
})
