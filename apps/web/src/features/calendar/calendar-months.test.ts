import type { Occasion } from '@kinkeep/contracts/calendar'
import { expect, test } from 'vitest'
import { toMonths, yearFrom } from './calendar-months.ts'

test.each([
  ['2026-11-21', '2027-11-20'],
  ['2026-01-01', '2026-12-31'],
  ['2026-03-01', '2027-02-28'],
  ['2027-03-01', '2028-02-29'],
  ['2028-02-29', '2029-02-28'],
])('a year from %s ends on %s', (from, to) => {
  expect(yearFrom(from)).toEqual({ from, to })
})

test('days stand with those of their month, the same month of two years apart', () => {
  const on = (day: string): Occasion => ({
    kind: 'petBirthday',
    subjectId: 'a',
    name: 'Muska',
    day,
    years: 1,
  })
  const days = ['2026-11-25', '2026-12-01', '2026-12-31', '2027-11-02'].map(on)
  expect(toMonths(days).map(({ month, occasions }) => [month, occasions.length])).toEqual([
    ['2026-11', 1],
    ['2026-12', 2],
    ['2027-11', 1],
  ])
})
