import { expect, test } from 'vitest'
import { coalesce, type Timers } from './coalesce.ts'

function manualTimers() {
  let time = 0
  let tasks: { at: number; task: () => void }[] = []
  const timers: Timers = {
    now: () => time,
    after: (ms, task) => {
      const entry = { at: time + ms, task }
      tasks.push(entry)
      return () => {
        tasks = tasks.filter((other) => other !== entry)
      }
    },
  }
  const advance = (ms: number) => {
    time += ms
    const due = tasks.filter(({ at }) => at <= time)
    tasks = tasks.filter(({ at }) => at > time)
    for (const { task } of due) task()
  }
  return { timers, advance }
}

test('the first ask runs at once, a burst after it runs once more at the end', () => {
  const { timers, advance } = manualTimers()
  const runs: string[] = []
  const ask = coalesce((key: string) => runs.push(key), { ms: 1500, most: 1500 }, timers)
  for (let n = 0; n < 50; n += 1) ask('keeps')
  expect(runs).toEqual(['keeps'])
  advance(1499)
  expect(runs).toHaveLength(1)
  advance(1)
  expect(runs).toHaveLength(2)
  advance(60_000)
  expect(runs).toHaveLength(2)
})

test('a steady stream runs once per interval', () => {
  const { timers, advance } = manualTimers()
  let runs = 0
  const ask = coalesce(() => (runs += 1), { ms: 1500, most: 1500 }, timers)
  for (let n = 0; n < 60; n += 1) {
    ask('keeps')
    advance(100)
  }
  expect(runs).toBe(5)
})

test('a stream that goes on is answered less and less often, and at once again after a pause', () => {
  const { timers, advance } = manualTimers()
  let runs = 0
  const ask = coalesce(() => (runs += 1), { ms: 800, most: 5000 }, timers)
  for (let n = 0; n < 600; n += 1) {
    ask('keeps')
    advance(100)
  }
  expect(runs).toBeLessThan(18)
  advance(5000)
  advance(5000)
  const before = runs
  ask('keeps')
  expect(runs).toBe(before + 1)
  ask('keeps')
  advance(800)
  expect(runs).toBe(before + 2)
})

test('keys do not hold each other up', () => {
  const { timers } = manualTimers()
  const runs: string[] = []
  const ask = coalesce((key: string) => runs.push(key), { ms: 1500, most: 1500 }, timers)
  ask('keeps')
  ask('members')
  expect(runs).toEqual(['keeps', 'members'])
})

test('stop forgets what waits', () => {
  const { timers, advance } = manualTimers()
  let runs = 0
  const ask = coalesce(() => (runs += 1), { ms: 1500, most: 1500 }, timers)
  ask('keeps')
  ask('keeps')
  ask.stop()
  advance(5000)
  expect(runs).toBe(1)
})
