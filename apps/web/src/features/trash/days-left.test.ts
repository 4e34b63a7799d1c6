import { expect, test } from 'vitest'
import { daysLeft } from './days-left.ts'

test('a month of mercy, counted to the begun day', () => {
  const trashedAt = '2026-03-01T12:00:00Z'
  const after = (hours: number) => daysLeft(trashedAt, Date.parse(trashedAt) + hours * 3_600_000)
  expect([0, 1, 24, 29 * 24, 29.5 * 24, 31 * 24].map(after)).toEqual([30, 30, 29, 1, 1, 1])
})
