import { expect, test } from 'vitest'
import { firstDayAfter, lastDayOf } from './month-days.ts'

test('months end and follow each other, leap years and Decembers too', () => {
  expect(lastDayOf('2024-02')).toBe('2024-02-29')
  expect(lastDayOf('2025-12')).toBe('2025-12-31')
  expect(firstDayAfter('2025-12')).toBe('2026-01-01')
})
