import { expect, test } from 'vitest'
import { dayOfParts, decadesUntil, momentOf, partsOf, toldOf, toldTo, unreadable } from './told-date.ts'

test.each([
  [
    { happenedAt: '2025-07-12T23:30:00', datePrecision: 'time' },
    { precision: 'day', day: '2025-07-12', time: '23:30' },
  ],
  [
    { happenedAt: '2025-07-12T00:00:00', datePrecision: 'day' },
    { precision: 'day', day: '2025-07-12', time: '' },
  ],
  [
    { happenedAt: '1968-12-01T00:00:00', datePrecision: 'season' },
    { precision: 'season', day: '1968-12-01', time: '' },
  ],
] as const)('%j comes back from a form as it was', (keep, told) => {
  expect(toldOf(keep)).toEqual(told)
  expect(momentOf(told)).toEqual({ happenedAt: keep.happenedAt, precision: keep.datePrecision })
})

test('nothing told is nobody’s claim', () => {
  expect(momentOf({ precision: 'day', day: '', time: '10:00' })).toBeUndefined()
  expect(momentOf({ precision: 'year', day: '', time: '' })).toBeUndefined()
})

test('who knows less says less: the rest is the beginning', () => {
  const exact = { precision: 'day', day: '1969-02-20', time: '18:15' } as const
  expect(toldTo('month', exact)).toEqual({ precision: 'month', day: '1969-02-01', time: '' })
  expect(toldTo('season', exact)).toEqual({ precision: 'season', day: '1968-12-01', time: '' })
  expect(toldTo('decade', exact)).toEqual({ precision: 'decade', day: '1960-01-01', time: '' })
})

test('parts make a day, and a year that makes no sense makes none', () => {
  const winter = { year: '1968', month: '01', season: 'winter' } as const
  expect(dayOfParts('season', winter)).toBe('1968-12-01')
  expect(partsOf({ precision: 'season', day: '1968-12-01' })).toMatchObject({
    year: '1968',
    season: 'winter',
  })
  expect(dayOfParts('month', { ...winter, month: '03' })).toBe('1968-03-01')
  expect(dayOfParts('decade', winter)).toBe('1960-01-01')
  expect(dayOfParts('year', { ...winter, year: '' })).toBe('')
  for (const year of ['68', '0000', '19688', 'abcd']) {
    const day = dayOfParts('year', { ...winter, year })
    expect(day).toBe(unreadable)
    expect(day > '2026-01-01').toBe(true)
    expect(momentOf({ precision: 'year', day, time: '' })).toBeUndefined()
  }
  expect(decadesUntil('2026-06-01').slice(0, 2)).toEqual([2020, 2010])
})
