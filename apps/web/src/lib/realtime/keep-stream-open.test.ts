import { expect, test } from 'vitest'
import { keepStreamOpen, type StreamHandlers, type StreamStart } from './keep-stream-open.ts'

function setUp(readAgo?: number) {
  const opened: { start: StreamStart; handlers: StreamHandlers<string>; closed: boolean }[] = []
  const waits: { ms: number; task: () => void }[] = []
  const events: string[] = []
  const counts = { fresh: 0, trouble: 0 }
  const stream = keepStreamOpen<string>({
    open: (start, handlers) => {
      const entry = { start, handlers, closed: false }
      opened.push(entry)
      return () => {
        entry.closed = true
      }
    },
    readAgo: () => readAgo,
    onEvent: (event) => events.push(event),
    onFresh: () => {
      counts.fresh += 1
    },
    onTrouble: () => {
      counts.trouble += 1
    },
    timers: {
      now: () => 0,
      after: (ms, task) => {
        const wait = { ms, task }
        waits.push(wait)
        return () => waits.splice(waits.indexOf(wait), 1)
      },
    },
    random: () => 1,
  })
  const latest = () => {
    const entry = opened.at(-1)
    if (!entry) throw new Error('nothing was opened')
    return entry
  }
  const runWait = () => waits.shift()?.task()
  /** Hears one event, loses the connection, and connects again. */
  const resumeAfter = (id: string) => {
    latest().handlers.onData(id, 'keep.changed')
    latest().handlers.onStopped()
    runWait()
  }
  return { opened, waits, events, counts, stream, latest, runWait, resumeAfter }
}

test('resumes after the last event seen, and asks for everything only when there is none', () => {
  const { latest, counts, events, resumeAfter } = setUp()
  latest().handlers.onStarted()
  expect(counts.fresh).toBe(1)
  resumeAfter('7')
  expect(latest().start).toEqual({ lastEventId: '7' })
  latest().handlers.onStarted()
  expect(counts.fresh).toBe(1)
  expect(events).toEqual(['keep.changed'])
})

test('what was read a moment ago is not read again: the stream begins there', () => {
  const { latest, counts, resumeAfter } = setUp(800)
  expect(latest().start).toEqual({ readAgoMs: 800 })
  latest().handlers.onStarted()
  expect(counts.fresh).toBe(0)
  resumeAfter('7')
  expect(latest().start).toEqual({ lastEventId: '7' })
})

test('pauses grow up to half a minute and start over once connected', () => {
  const { latest, waits, runWait } = setUp()
  const seen: number[] = []
  for (let n = 0; n < 9; n += 1) {
    latest().handlers.onStopped()
    seen.push(waits[0]?.ms ?? 0)
    runWait()
  }
  expect(seen).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  latest().handlers.onStarted()
  latest().handlers.onStopped()
  expect(waits[0]?.ms).toBe(500)
})

test('waking connects at once, and only when not connected', () => {
  const { opened, waits, latest, stream } = setUp()
  stream.wake()
  expect(opened).toHaveLength(1)
  latest().handlers.onStopped()
  stream.wake()
  expect(opened).toHaveLength(2)
  expect(waits).toHaveLength(0)
})

test('a connection that was let go says nothing more', () => {
  const { opened, events, latest, stream } = setUp()
  const first = latest()
  stream.sleep()
  expect(first.closed).toBe(true)
  first.handlers.onData('1', 'keep.changed')
  first.handlers.onStopped()
  expect(events).toEqual([])
  expect(opened).toHaveLength(1)
  stream.wake()
  expect(opened).toHaveLength(2)
})

test('closed means closed', () => {
  const { opened, waits, latest, stream } = setUp()
  latest().handlers.onStopped()
  stream.close()
  stream.wake()
  expect(waits).toHaveLength(0)
  expect(opened).toHaveLength(1)
})
