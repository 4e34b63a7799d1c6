import { expect, test } from 'vitest'
import { kolmogorovSmirnov, mannWhitney, percentile, spreadOf } from './statistics.ts'

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

// Expected values are SciPy's, of `mannwhitneyu` and `ks_2samp` with their asymptotic methods.
const slower = [
  10.2, 12.5, 8.1, 12.0, 9.5, 9.5, 13.8, 10.3, 9.9, 11.5, 12.3, 9.9, 11.2, 8.1, 9.3, 9.1, 7.3, 7.0, 6.7, 9.5,
  9.7, 9.4, 10.1, 7.3, 9.8, 10.5, 11.5, 8.3, 9.2, 6.0, 9.0, 5.6, 7.2, 12.2, 5.6, 11.6, 10.7, 9.4, 10.9, 11.1,
]
const faster = [
  12.9, 10.3, 9.6, 9.6, 8.8, 10.7, 9.2, 12.9, 7.1, 8.6, 8.9, 6.6, 14.6, 6.0, 10.2, 9.7, 14.1, 6.8, 12.9, 9.3,
  10.5, 9.5, 12.1, 8.5, 10.6, 11.5, 14.5, 6.0, 13.9, 12.7, 9.8, 11.4, 9.9, 14.1, 11.2, 10.4, 10.3, 10.4, 10.4,
  9.0, 14.9, 7.0, 3.6, 10.6, 10.5, 11.5, 10.4, 10.5, 11.5, 12.7,
]

test('two samples are told apart as SciPy tells them apart', () => {
  const { p, greater } = mannWhitney(slower, faster)
  expect(p).toBeCloseTo(0.080743, 4)
  expect(greater).toBeCloseTo(0.39225, 6)
  expect(kolmogorovSmirnov(slower, faster)).toBeCloseTo(0.166311, 1)
})

test('a sample is not told apart from itself, and easily from one that is shifted', () => {
  expect(mannWhitney(slower, slower)).toEqual({ p: expect.closeTo(1, 6), greater: 0.5 })
  expect(kolmogorovSmirnov(slower, slower)).toBe(1)
  const shifted = slower.map((value) => value + 3)
  expect(mannWhitney(shifted, slower).p).toBeLessThan(0.0001)
  expect(kolmogorovSmirnov(shifted, slower)).toBeLessThan(0.0001)
})
