import { expect, test } from 'vitest'
import { percentile, spreadOf } from './statistics.ts'

test('a median lies in the middle, or between the two in the middle', () => {
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 })
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 })
})

test('nothing measured is an error, and not a number', () => {
  expect(() => spreadOf([])).toThrow('nothing was measured')
})

test('a percentile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(percentile(values, 0.5)).toBe(50)
  expect(percentile(values, 0.95)).toBe(95)
  expect(percentile([7], 0.99)).toBe(7)
})
