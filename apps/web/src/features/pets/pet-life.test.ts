import { expect, test } from 'vitest'
import { ageOf, livedBetween } from './pet-life.ts'

test.each([
  ['2020-05-10', '2020-05-10', 0, 0],
  ['2020-05-10', '2020-06-09', 0, 0],
  ['2020-05-10', '2020-06-10', 0, 1],
  ['2020-05-10', '2023-05-09', 2, 11],
  ['2020-05-10', '2023-05-10', 3, 0],
  ['2019-12-31', '2020-01-30', 0, 0],
  ['2020-02-29', '2021-03-01', 1, 0],
])('from %s to %s: %i years and %i months', (from, to, years, months) => {
  expect(livedBetween(from, to)).toEqual({ years, months })
})

test('a life that has not begun has no length', () => {
  expect(livedBetween('2020-05-10', '2020-05-09')).toBeUndefined()
})

test('a pet that died stays as old as it became', () => {
  expect(ageOf({ birthdate: '2010-06-01', diedOn: '2024-06-10' }, '2026-01-01')).toEqual({
    years: 14,
    months: 0,
  })
  expect(ageOf({ birthdate: null, diedOn: '2024-06-10' }, '2026-01-01')).toBeUndefined()
})
