import { expect, test } from 'vitest'
import { seenWhen } from './seen-when.ts'

const now = new Date(2026, 5, 14, 0, 30)

test.each([
  [new Date(2026, 5, 14, 0, 5), 'today', 'сегодня'],
  [new Date(2026, 5, 13, 23, 55), 'yesterday', 'вчера'],
  [new Date(2026, 5, 11, 12, 0), '3 days ago', '3 дня назад'],
  // A clock here that is behind the server's.
  [new Date(2026, 5, 15, 0, 5), 'today', 'сегодня'],
])('%s is %s', (at, english, russian) => {
  expect(seenWhen(at.toISOString(), now, 'en')).toBe(english)
  expect(seenWhen(at.toISOString(), now, 'ru')).toBe(russian)
})
