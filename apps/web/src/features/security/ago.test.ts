import { expect, test } from 'vitest'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { agoText } from './ago.ts'

const now = new Date('2026-03-14T12:00:00Z')
const t: Translate = (key) => key

test.each([
  ['2026-03-14T11:55:00Z', 'security.now', 'security.now'],
  // A clock that is ahead of this one.
  ['2026-03-14T12:05:00Z', 'security.now', 'security.now'],
  ['2026-03-14T11:30:00Z', '30 minutes ago', '30 минут назад'],
  ['2026-03-14T08:30:00Z', '3 hours ago', '3 часа назад'],
  ['2026-03-13T10:00:00Z', 'yesterday', 'вчера'],
  ['2026-03-04T10:00:00Z', '10 days ago', '10 дней назад'],
  ['2026-01-04T10:00:00Z', '4 January 2026', '4 января 2026'],
])('%s', (instant, en, ru) => {
  expect(agoText(instant, now, t, 'en')).toBe(en)
  expect(agoText(instant, now, t, 'ru')).toBe(ru)
})
