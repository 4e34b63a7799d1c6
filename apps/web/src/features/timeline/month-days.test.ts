import { expect, test } from 'vitest'
import { firstDayAfter, lastDayOf } from './month-days.ts'

test('months end and follow each other, leap years and Decembers too', () => {
  expect(lastDayOf('2024-02')).toBe('2024-02-29')
  expect(lastDayOf('2025-12')).toBe('2025-12-31')
  expect(firstDayAfter('2025-12')).toBe('2026-01-01')
})

test('a day ends with itself, and the next one follows, over months and years', () => {
  expect(lastDayOf('2019-07-14')).toBe('2019-07-14')
  expect(firstDayAfter('2019-07-14')).toBe('2019-07-15')
  expect(firstDayAfter('2024-02-28')).toBe('2024-02-29')
  expect(firstDayAfter('2025-12-31')).toBe('2026-01-01')
})
