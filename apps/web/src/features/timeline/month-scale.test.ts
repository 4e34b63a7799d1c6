import { expect, test } from 'vitest'
import { monthAt, placesOf, yearMarks } from './month-scale.ts'

const months = [
  { month: '2025-07', keeps: 100 },
  { month: '2025-06', keeps: 4 },
  { month: '2024-12', keeps: 16 },
  { month: '2019-07', keeps: 64 },
]

test('a place on the rail finds the month that begins there', () => {
  const places = placesOf(months)
  expect(places[0]).toBe(0)
  expect(places.map((place) => monthAt(places, place))).toEqual([0, 1, 2, 3])
  expect(monthAt(places, 1)).toBe(3)
  expect(monthAt(places, -1)).toBe(0)
})

test('years stand at their newest month and not upon each other', () => {
  const places = placesOf(months)
  expect(yearMarks(months, places).map(({ year }) => year)).toEqual(['2025', '2024', '2019'])
  expect(yearMarks(months, places, 0.5).map(({ year }) => year)).toEqual(['2025', '2024'])
})
