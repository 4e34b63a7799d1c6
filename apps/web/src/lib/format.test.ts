import { expect, test } from 'vitest'
import { formatBytes, formatDate } from './format.ts'

test('bytes in the largest unit that leaves a number of one or more', () => {
  expect(formatBytes(0, 'en')).toBe('0 kB')
  expect(formatBytes(1024, 'en')).toBe('1 kB')
  expect(formatBytes(1024 ** 2 - 1, 'en')).toBe('1,024 kB')
  expect(formatBytes(3.44 * 1024 ** 3, 'en')).toBe('3.4 GB')
  expect(formatBytes(100 * 1024 ** 3, 'ru')).toBe('100 ГБ')
  expect(formatBytes(1024 ** 6, 'en')).toBe('1,048,576 TB')
})

test('dates as the language writes them', () => {
  expect(formatDate('2026-03-14T12:00:00Z', 'en')).toBe('14 March 2026')
  expect(formatDate('2026-03-14T12:00:00Z', 'ru')).toBe('14 марта 2026')
})
