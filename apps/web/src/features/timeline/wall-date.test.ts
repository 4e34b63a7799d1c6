import { expect, test } from 'vitest'
import { daysBetween, formatDay, formatMonth, formatTime, todayOf } from './wall-date.ts'

test('days are written as the language writes them', () => {
  expect(formatDay('2025-07-12', 'en')).toMatch(/^Saturday,? 12 July 2025$/)
  expect(formatDay('2025-07-12', 'ru')).toMatch(/^суббота, 12 июля 2025/)
  expect(formatMonth('2019-07', 'ru')).toMatch(/^Июль 2019/)
})

test('a photo taken at half past eleven at night says so, wherever the reader is', () => {
  expect(formatTime('2025-07-12T23:30:00', 'en')).toBe('23:30')
})

test('days are counted over a change of clocks', () => {
  expect(daysBetween('2025-03-29', '2025-03-31')).toBe(2)
  expect(todayOf(new Date(2025, 6, 2, 0, 5))).toBe('2025-07-02')
})
