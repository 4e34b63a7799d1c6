import { expect, test } from 'vitest'
import { countPlaywright, countVitest } from './runners.ts'
import { addUp, settle } from './tally.ts'

test('a test file that did not load is a failure', () => {
  const loaded = { status: 'failed', assertionResults: [{}] }
  const broken = { status: 'failed', assertionResults: [] }
  const report = { numPassedTests: 3, numFailedTests: 1, testResults: [loaded, broken] }
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2 })
})

test('a flaky journey and a stack that did not start are failures, a skipped one is nothing', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 1 }
  expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 3, failed: 2 })
  expect(
    countPlaywright({ stats: { ...stats, expected: 0, unexpected: 0, flaky: 0 }, errors: [{}] }),
  ).toEqual({
    passed: 0,
    failed: 1,
  })
})

test('what is found after the last journey is a failure, although all of them passed', () => {
  const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }
  expect(countPlaywright({ stats, errors: [{ message: 'What was left behind' }] })).toEqual({
    passed: 3,
    failed: 1,
  })
})

test('a runner that crashed or ran nothing has failed', () => {
  expect(settle({ passed: 3, failed: 0 }, 0)).toEqual({ passed: 3, failed: 0 })
  expect(settle({ passed: 3, failed: 0 }, 1)).toEqual({ passed: 3, failed: 1 })
  expect(settle({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
  expect(settle({ passed: 3, failed: 2 }, 1)).toEqual({ passed: 3, failed: 2 })
})

test('runners are summed', () => {
  expect(
    addUp([
      { passed: 1, failed: 2 },
      { passed: 3, failed: 0 },
    ]),
  ).toEqual({ passed: 4, failed: 2 })
})
