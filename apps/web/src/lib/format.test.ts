import { expect, test } from 'vitest'
import { formatBytes, formatDate } from './format.ts'

test('bytes in the largest unit that leaves a number of one or more', () => {
  expect(formatBytes(0, 'en')).toBe('0 byte')
  expect(formatBytes(999, 'en')).toBe('999 byte')
  expect(formatBytes(1000, 'en')).toBe('1 kB')
  expect(formatBytes(3_440_000_000, 'en')).toBe('3.4 GB')
  expect(formatBytes(3_440_000_000, 'ru')).toBe('3,4\u00a0ГБ')
  expect(formatBytes(10 ** 18, 'en')).toBe('1,000,000 TB')
})

test('dates as the language writes them', () => {
  expect(formatDate('2026-03-14T12:00:00Z', 'en')).toBe('March 14, 2026')
  expect(formatDate('2026-03-14T12:00:00Z', 'ru')).toBe('14 марта 2026')
})
