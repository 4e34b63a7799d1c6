import { expect, test } from 'vitest'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { sinceText } from './talk-time.ts'

const t: Translate = (key) => key
const now = new Date('2026-03-14T12:00:00Z')

test.each([
  ['2026-03-14T12:00:20Z', 'conversation.now'],
  ['2026-03-14T11:59:30Z', 'conversation.now'],
  ['2026-03-14T11:55:00Z', '5 minutes ago'],
  ['2026-03-14T09:10:00Z', '2 hours ago'],
  ['2026-03-13T11:00:00Z', 'yesterday'],
  ['2026-03-07T12:00:00Z', '7 March 2026'],
])('%s is %s', (instant, text) => {
  expect(sinceText(instant, now, t, 'en')).toBe(text)
})
