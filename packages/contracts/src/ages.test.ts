import { expect, test } from 'vitest'
import { type Age, ageOn, agePartsOf, dayOfAge, daysBetween } from './ages.ts'

function words(birthdate: string, on: string): string {
  const age = ageOn(birthdate, on)
  if (!age) return 'unborn'
  return agePartsOf(age)
    .map(({ unit, count }) => `${count} ${unit}`)
    .join(' ')
}

test.each([
  ['2024-03-10', '2024-03-09', 'unborn'],
  ['2024-03-10', '2024-03-10', ''],
  ['2024-03-10', '2024-03-11', '1 days'],
  ['2024-03-10', '2024-03-16', '6 days'],
  ['2024-03-10', '2024-03-17', '1 weeks'],
  ['2024-03-10', '2024-03-31', '3 weeks'],
  ['2024-03-10', '2024-05-09', '8 weeks'],
  ['2024-03-10', '2024-05-10', '2 months'],
  ['2024-03-10', '2025-03-09', '11 months'],
  ['2024-03-10', '2025-03-10', '1 years'],
  ['2024-03-10', '2026-06-15', '2 years 3 months'],
  ['2024-03-10', '2042-03-09', '17 years 11 months'],
  ['2024-03-10', '2042-03-10', '18 years'],
  ['2024-03-10', '2042-12-31', '18 years'],
  ['1900-01-01', '2026-11-21', '126 years'],
  // 29 February: the 28th of a common year, as the calendar has the birthday.
  ['2020-02-29', '2021-02-27', '11 months'],
  ['2020-02-29', '2021-02-28', '1 years'],
  ['2020-02-29', '2024-02-28', '3 years 11 months'],
  ['2020-02-29', '2024-02-29', '4 years'],
  // The last day of a shorter month completes it.
  ['2023-12-31', '2024-02-28', '8 weeks'],
  ['2023-12-31', '2024-02-29', '2 months'],
  ['2023-12-31', '2024-04-30', '4 months'],
])('born on %s, on %s: "%s"', (birthdate, on, expected) => {
  expect(words(birthdate, on)).toBe(expected)
})

test('the hour of a wall clock says nothing about the day', () => {
  expect(ageOn('2020-05-17', '2021-05-16T23:59:59')).toEqual({ years: 0, months: 11, weeks: 52, days: 364 })
  expect(ageOn('2020-05-17', '2021-05-17T00:00:00')).toMatchObject({ years: 1, months: 0 })
})

const births = ['1999-12-31', '2000-02-29', '2015-08-30', '2020-02-29', '2023-01-31', '2023-11-01']

test('an age grows with the days: by a day each, by a month on one day of each month, and never back', () => {
  for (const birth of births) {
    let before = 0
    const wrong: string[] = []
    for (let days = 0; days < 366 * 20; days += 1) {
      const day = dayAfter(birth, days)
      const age = ageOn(birth, day)
      const months = monthsOf(age)
      const isNewMonth = months === before + 1 && dayOfAge(birth, months) === day
      const isRight = age?.days === days && age.weeks === Math.floor(days / 7)
      if (!isRight || (months !== before && !isNewMonth)) wrong.push(day)
      before = months
    }
    expect(wrong).toEqual([])
    expect(Math.floor(before / 12)).toBe(20)
  }
})

test('somebody is as many months old as the day of that age says, and not the day before', () => {
  for (const birth of births)
    for (let months = 1; months <= 240; months += 1) {
      const day = dayOfAge(birth, months)
      expect(monthsOf(ageOn(birth, day))).toBe(months)
      expect(monthsOf(ageOn(birth, dayAfter(day, -1)))).toBe(months - 1)
    }
})

test('years before 100 are years, and not those of the last century', () => {
  expect(ageOn('0099-12-31', '0100-01-01')?.days).toBe(1)
  expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2)
})

function monthsOf(age: Age | null): number {
  return age ? age.years * 12 + age.months : Number.NaN
}

/** By the platform's own calendar. */
function dayAfter(first: string, days: number): string {
  return new Date(Date.parse(`${first}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
