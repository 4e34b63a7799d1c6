import { expect, test } from 'vitest'
import { wallClockIn } from './clock.ts'

test.each([
  ['UTC', '2026-01-01T00:00:00.999Z', '2026-01-01T00:00:00', 0],
  ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59', 60],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00', 120],
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00', 120],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00', 60],
  ['America/St_Johns', '2026-01-01T00:00:00Z', '2025-12-31T20:30:00', -210],
  ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01T05:45:00', 345],
  ['Pacific/Kiritimati', '2026-01-01T12:00:00Z', '2026-01-02T02:00:00', 840],
  ['Etc/GMT+12', '2026-01-01T11:59:59Z', '2025-12-31T23:59:59', -720],
])('in %s it is at %s', (timeZone, instant, happenedAt, happenedOffset) => {
  expect(wallClockIn(timeZone, new Date(instant))).toEqual({ happenedAt, happenedOffset })
})
