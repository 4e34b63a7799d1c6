import { expect, test } from 'vitest'
import { offsetIn, resolveDay, sonyasBirthdate, storyDays } from './calendar.ts'
import { oldPhotos } from './old-photos.ts'
import { recentDays } from './recent-days.ts'
import { seasons } from './seasons.ts'

const today = new Date('2026-11-21T15:00:00Z')

test('a day of the calendar is the last one that has been', () => {
  expect(resolveDay({ on: '11-20' }, today)).toBe('2026-11-20')
  expect(resolveDay({ on: '12-24' }, today)).toBe('2025-12-24')
})

test('today itself has not been yet', () => {
  expect(resolveDay({ on: '11-21' }, today)).toBe('2025-11-21')
})

test('the one before is a year earlier, unless that is before the story', () => {
  expect(resolveDay({ on: '08-09', again: true }, today)).toBe('2025-08-09')
  expect(resolveDay({ on: '12-24', again: true }, today)).toBeUndefined()
})

test('days ago are counted over the turn of a year', () => {
  expect(resolveDay({ daysAgo: 1 }, new Date('2026-01-01T00:30:00Z'))).toBe('2025-12-31')
})

test.each(['2026-01-01', '2026-02-28', '2028-02-29', '2026-06-30', '2026-12-31'])(
  'on %s every entry is in the past and none older than the story',
  (day) => {
    const now = new Date(`${day}T12:00:00Z`)
    const oldest = new Date(now.getTime() - (storyDays + 1) * 86_400_000).toISOString().slice(0, 10)
    const days = [...recentDays, ...seasons].flatMap(({ when }) => resolveDay(when, now) ?? [])
    expect(days.length).toBeGreaterThan(35)
    expect(days.filter((each) => each >= day || each < oldest)).toEqual([])
  },
)

test('the old photos are as old as they say, and Sonya is younger on them than now', () => {
  expect(sonyasBirthdate(today)).toBe('2019-05-03')
  const days = oldPhotos.map(({ when }) => resolveDay(when, today))
  expect(days).toEqual(['1968-06-01', '2019-05-03', '2020-05-03', '2020-09-03'])
})

test('offsets follow summer time', () => {
  expect(offsetIn('Europe/Berlin', '2026-01-10')).toBe(60)
  expect(offsetIn('Europe/Berlin', '2026-07-10')).toBe(120)
  expect(offsetIn('Asia/Yekaterinburg', '2026-07-10')).toBe(300)
})
