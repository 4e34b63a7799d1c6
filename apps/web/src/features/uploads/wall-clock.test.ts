import { expect, test } from 'vitest'
import { wallClockOf } from './wall-clock.ts'

test('wall clock and offset name the same instant', () => {
  for (const instant of [Date.UTC(2025, 0, 31, 23, 30, 5), Date.UTC(2025, 6, 12, 4, 0, 0)]) {
    const { wallClock, offset } = wallClockOf(instant)
    expect(wallClock).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
    expect(Date.parse(`${wallClock}Z`) - offset * 60_000).toBe(instant)
  }
})
