import { expect, test } from 'vitest'
import { anniversariesOf, occasionsIn, type ProfileRow, returnIn } from './rules.ts'

const lev: ProfileRow = { kind: 'child', id: 'lev', name: 'Lev', birthdate: '2020-02-29', diedOn: null }
const muska: ProfileRow = {
  kind: 'pet',
  id: 'muska',
  name: 'Muska',
  birthdate: '2010-06-01',
  diedOn: '2024-06-10',
}
const home: ProfileRow = { kind: 'circle', id: 'home', name: 'Home', birthdate: '2025-12-31', diedOn: null }

test.each([
  ['2020-02-29', 2024, '2024-02-29'],
  ['2020-02-29', 2025, '2025-02-28'],
  ['2020-02-29', 2100, '2100-02-28'],
  ['2020-02-29', 2000, '2000-02-29'],
  ['2020-02-28', 2024, '2024-02-28'],
  ['2020-03-01', 2025, '2025-03-01'],
])('%s returns in %i on %s', (date, year, day) => {
  expect(returnIn(date, year)).toBe(day)
})

test('a birthday says which one it is; the day of birth itself is none', () => {
  const days = occasionsIn(anniversariesOf(lev), '2020-01-01', '2022-12-31')
  expect(days.map(({ kind, day, years }) => [kind, day, years])).toEqual([
    ['childBirthday', '2021-02-28', 1],
    ['childBirthday', '2022-02-28', 2],
  ])
})

test('a pet has birthdays until it dies, and is missed from then on', () => {
  const days = occasionsIn(anniversariesOf(muska), '2023-01-01', '2026-12-31')
  expect(days.map(({ kind, day, years }) => [kind, day, years])).toEqual([
    ['petBirthday', '2023-06-01', 13],
    ['petBirthday', '2024-06-01', 14],
    ['petRemembrance', '2025-06-10', 1],
    ['petRemembrance', '2026-06-10', 2],
  ])
})

test('both ends of a span belong to it, and what is nearest comes first', () => {
  const all = [home, muska, lev].flatMap(anniversariesOf)
  const names = (from: string, to: string) => occasionsIn(all, from, to).map(({ name }) => name)
  expect(names('2026-02-28', '2026-12-31')).toEqual(['Lev', 'Muska', 'Home'])
  expect(names('2026-03-01', '2026-12-30')).toEqual(['Muska'])
  expect(names('2026-06-10', '2026-06-10')).toEqual(['Muska'])
  expect(names('2026-12-01', '2027-03-01')).toEqual(['Home', 'Lev'])
})

test('a profile without dates is in no calendar', () => {
  expect(anniversariesOf({ ...muska, birthdate: null, diedOn: null })).toEqual([])
})
