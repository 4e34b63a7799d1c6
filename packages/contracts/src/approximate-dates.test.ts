import { expect, test } from 'vitest'
import { beginningOf, middleOf, roughDateText, seasonOf } from './approximate-dates.ts'

test.each([
  ['time', '1968-07-20T22:56:15', '1968-07-20T22:56:15'],
  ['day', '1968-07-20T22:56:15', '1968-07-20T00:00:00'],
  ['month', '1968-07-20T22:56:15', '1968-07-01T00:00:00'],
  ['season', '1968-07-20T22:56:15', '1968-06-01T00:00:00'],
  ['season', '1968-12-31T23:59:59', '1968-12-01T00:00:00'],
  ['season', '1969-02-28T12:00:00', '1968-12-01T00:00:00'],
  ['season', '0001-01-05T12:00:00', '0001-01-01T00:00:00'],
  ['year', '1968-07-20T22:56:15', '1968-01-01T00:00:00'],
  ['decade', '1968-07-20T22:56:15', '1960-01-01T00:00:00'],
  ['decade', '0007-07-20T22:56:15', '0001-01-01T00:00:00'],
] as const)('a %s known of %s begins at %s', (precision, at, beginning) => {
  expect(beginningOf(at, precision)).toBe(beginning)
  // What stands at its beginning stays there.
  expect(beginningOf(beginning, precision)).toBe(beginning)
})

test.each([
  ['month', '1975-03-01T00:00:00', 'March 1975', 'март 1975'],
  ['season', '1968-06-01T00:00:00', 'Summer 1968', 'лето 1968'],
  ['season', '1968-12-01T00:00:00', 'Winter 1968/69', 'зима 1968/69'],
  ['season', '1999-12-01T00:00:00', 'Winter 1999/00', 'зима 1999/00'],
  ['season', '1969-01-15T00:00:00', 'Winter 1968/69', 'зима 1968/69'],
  ['year', '1968-01-01T00:00:00', '1968', '1968 год'],
  ['decade', '1970-01-01T00:00:00', 'the 1970s', '1970-е годы'],
] as const)('a %s at %s is called so', (precision, at, english, russian) => {
  expect(roughDateText(at, precision, 'en')).toBe(english)
  expect(roughDateText(at, precision, 'ru')).toBe(russian)
})

test('the middle is what one would guess', () => {
  expect(middleOf('1975-03-01T00:00:00', 'month')).toBe('1975-03-15')
  expect(middleOf('1968-06-01T00:00:00', 'season')).toBe('1968-07-15')
  expect(middleOf('1968-12-01T00:00:00', 'season')).toBe('1969-01-15')
  expect(middleOf('1968-01-01T00:00:00', 'year')).toBe('1968-07-01')
  expect(middleOf('1970-01-01T00:00:00', 'decade')).toBe('1975-01-01')
})

test('every month has a season', () => {
  const found = Array.from({ length: 12 }, (_, month) =>
    seasonOf(`2001-${String(month + 1).padStart(2, '0')}-10`),
  )
  expect(found.map(({ season, year }) => `${season} ${year}`)).toEqual([
    ...Array.from({ length: 2 }, () => 'winter 2000'),
    ...Array.from({ length: 3 }, () => 'spring 2001'),
    ...Array.from({ length: 3 }, () => 'summer 2001'),
    ...Array.from({ length: 3 }, () => 'autumn 2001'),
    'winter 2001',
  ])
})
