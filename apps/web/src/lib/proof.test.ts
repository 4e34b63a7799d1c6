import type { AppRouter } from '@kinkeep/server/router'
import { type Operation, type OperationLink, TRPCClientError } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { afterEach, expect, test } from 'vitest'
import { askToProve, onQuestion, openQuestion, proofLink } from './proof.ts'

const listening: (() => void)[] = []
afterEach(() => {
  openQuestion()?.answer(false)
  for (const stop of listening.splice(0)) stop()
})

test('a refused change waits for the proof, and is then made once more', async () => {
  const { send, sent } = client(['REAUTHENTICATION_REQUIRED', 'ok'])
  answering(true)
  expect(await send('mutation')).toBe('done')
  expect(sent()).toBe(2)
})

test('two changes at once wait for one question', async () => {
  const asked: unknown[] = []
  listening.push(onQuestion(() => asked.push(openQuestion())))
  const calls = [client(['REAUTHENTICATION_REQUIRED', 'ok']), client(['REAUTHENTICATION_REQUIRED', 'ok'])]
  const results = Promise.all(calls.map(({ send }) => send('mutation')))
  await expect.poll(() => openQuestion()).toBeDefined()
  openQuestion()?.answer(true)
  expect(await results).toEqual(['done', 'done'])
  expect(asked.filter(Boolean)).toHaveLength(1)
})

test.each([
  ['whoever would rather not gets the refusal', true, false],
  ['where no page can ask, it is the answer at once', false, false],
])('%s', async (_, isListening) => {
  const { send, sent } = client(['REAUTHENTICATION_REQUIRED', 'ok'])
  if (isListening) answering(false)
  expect(await send('mutation')).toBe('REAUTHENTICATION_REQUIRED')
  expect(sent()).toBe(1)
})

test('refused a second time, it is not asked for ever', async () => {
  const { send, sent } = client(['REAUTHENTICATION_REQUIRED', 'REAUTHENTICATION_REQUIRED', 'ok'])
  answering(true)
  expect(await send('mutation')).toBe('REAUTHENTICATION_REQUIRED')
  expect(sent()).toBe(2)
})

test('queries, and changes refused for something else, are none of its business', async () => {
  answering(true)
  expect(await client(['REAUTHENTICATION_REQUIRED']).send('query')).toBe('REAUTHENTICATION_REQUIRED')
  expect(await client(['NOT_FOUND']).send('mutation')).toBe('NOT_FOUND')
})

test('nobody is there to ask', async () => {
  expect(await askToProve()).toBe(false)
})

/** A page that answers every question the same way. */
function answering(proven: boolean): void {
  listening.push(onQuestion(() => queueMicrotask(() => openQuestion()?.answer(proven))))
}

/** Sends one call through the link to a server that answers these, one after the other. */
function client(answers: string[]) {
  let sent = 0
  const server = (): ReturnType<OperationLink<AppRouter>> =>
    observable((observer) => {
      const answer = answers[sent] ?? 'INTERNAL'
      sent += 1
      if (answer !== 'ok') return observer.error(refusal(answer))
      observer.next({ result: { type: 'data', data: 'done' } })
      observer.complete()
    })
  return {
    sent: () => sent,
    send: (type: 'query' | 'mutation') =>
      new Promise<unknown>((resolve) => {
        const op: Operation = { id: 1, type, path: 'a.b', input: {}, context: {}, signal: null }
        proofLink({})({ op, next: server }).subscribe({
          next: ({ result }) => resolve('data' in result ? result.data : undefined),
          error: ({ data }) => resolve(data?.reason),
        })
      }),
  }
}

function refusal(reason: string): TRPCClientError<AppRouter> {
  const data = { reason, requestId: '1', code: 'FORBIDDEN', httpStatus: 403 }
  return TRPCClientError.from<AppRouter>({ error: { code: -32003, message: reason, data } })
}
