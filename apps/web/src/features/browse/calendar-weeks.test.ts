import { expect, test } from 'vitest'
import { dayAfter, monthAfter, weekdays, weeksOf } from './calendar-weeks.ts'

test('a month lies in whole weeks from Monday on', () => {
  const weeks = weeksOf('2024-02')
  expect(weeks).toHaveLength(5)
  expect(weeks[0]).toEqual([null, null, null, '2024-02-01', '2024-02-02', '2024-02-03', '2024-02-04'])
  expect(weeks.at(-1)).toEqual(['2024-02-26', '2024-02-27', '2024-02-28', '2024-02-29', null, null, null])
  expect(weeksOf('2021-02')).toHaveLength(4)
  expect(weeksOf('2023-10').flat().filter(Boolean)).toHaveLength(31)
})

test('months and days go on over years', () => {
  expect([monthAfter('2025-12', 1), monthAfter('2025-01', -1), monthAfter('2025-03', -12)]).toEqual([
    '2026-01',
    '2024-12',
    '2024-03',
  ])
  expect([dayAfter('2025-12-31', 1), dayAfter('2024-03-01', -1)]).toEqual(['2026-01-01', '2024-02-29'])
})

test('weeks begin on Monday in both languages', () => {
  expect(weekdays('en')[0]).toEqual({ short: 'Mon', long: 'Monday' })
  expect(weekdays('ru')[6]?.long).toBe('воскресенье')
})
