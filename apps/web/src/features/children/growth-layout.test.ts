import { expect, test } from 'vitest'
import { layOutGrowth, percentileAt } from './growth-layout.ts'

const plot = { width: 600, height: 300, unit: 10 }

test('points lie inside of the plot, older ones to the right, larger ones higher', () => {
  const points = [
    { days: 0, value: 500 },
    { days: 200, value: 690 },
    { days: 700, value: 860 },
  ]
  const layout = layOutGrowth({ measure: 'height', points, sex: 'female', ...plot })
  for (const { x, y } of layout.points) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x).toBeLessThanOrEqual(plot.width)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(plot.height)
  }
  expect(layout.points.map(({ x }) => x)).toEqual(layout.points.map(({ x }) => x).toSorted((a, b) => a - b))
  expect(layout.points.map(({ y }) => y)).toEqual(layout.points.map(({ y }) => y).toSorted((a, b) => b - a))
  expect(layout.inMonths).toBe(true)
  expect(layout.xTicks.at(-1)).toEqual({ at: plot.width, label: 24 })
  expect(layout.centiles.map(({ centile }) => centile)).toEqual([3, 15, 50, 85, 97])
  const ends = layout.centiles.map(({ end }) => end.y)
  expect(ends).toEqual(ends.toSorted((a, b) => b - a))
})

test('beyond five years, and without a table to compare with, there is only the line', () => {
  const points = [{ days: 4000, value: 1400 }]
  const grown = layOutGrowth({ measure: 'height', points, sex: 'male', ...plot })
  expect(grown.inMonths).toBe(false)
  // The percentiles end with the standard, long before the measurement.
  for (const { end } of grown.centiles) expect(end.x).toBeLessThan(plot.width / 2)
  expect(percentileAt('height', 'male', { days: 4000, value: 1400 })).toBeNull()
  expect(layOutGrowth({ measure: 'height', points, sex: null, ...plot }).centiles).toEqual([])
  expect(percentileAt('height', null, { days: 100, value: 600 })).toBeNull()
})

test('height breaks where children stand up; weight does not', () => {
  const points = [{ days: 1500, value: 1000 }]
  const height = layOutGrowth({ measure: 'height', points, sex: 'male', ...plot })
  expect(height.centiles[0]?.path.match(/M/g)).toHaveLength(2)
  const weight = layOutGrowth({
    measure: 'weight',
    points: [{ days: 1500, value: 16_000 }],
    sex: 'male',
    ...plot,
    unit: 1000,
  })
  expect(weight.centiles[0]?.path.match(/M/g)).toHaveLength(1)
})

test('one measurement alone makes a chart, on every age and value', () => {
  for (const days of [0, 1, 59, 300, 1826, 1827, 9000])
    for (const value of [200, 333, 2500]) {
      const layout = layOutGrowth({ measure: 'head', points: [{ days, value }], sex: null, ...plot })
      expect(layout.yTicks.length).toBeGreaterThan(1)
      expect(layout.yTicks.length).toBeLessThan(12)
      expect(layout.xTicks.length).toBeLessThan(15)
      for (const number of [...layout.points.flatMap(({ x, y }) => [x, y])])
        expect(Number.isFinite(number)).toBe(true)
    }
})

test('what hardly differs stands in the middle of its chart, not at its edge', () => {
  for (const values of [[860], [860, 861]]) {
    const points = values.map((value, index) => ({ days: 730 + index, value }))
    for (const { y } of layOutGrowth({ measure: 'height', points, sex: null, ...plot }).points) {
      expect(y).toBeGreaterThan(plot.height * 0.25)
      expect(y).toBeLessThan(plot.height * 0.75)
    }
  }
})

test('a crowd of measurements is a line with some points, the newest among them', () => {
  const points = Array.from({ length: 200 }, (_, index) => ({ days: index * 7, value: 500 + index * 2 }))
  const { points: placed } = layOutGrowth({ measure: 'height', points, sex: 'male', ...plot })
  const drawn = placed.filter(({ isDrawn }) => isDrawn)
  expect(placed).toHaveLength(200)
  expect(placed.at(-1)?.isDrawn).toBe(true)
  expect(drawn.length).toBeGreaterThan(10)
  for (const [index, { x, y }] of drawn.slice(1).entries())
    expect(Math.hypot(x - (drawn[index]?.x ?? 0), y - (drawn[index]?.y ?? 0))).toBeGreaterThan(12)
  const few = layOutGrowth({ measure: 'height', points: points.slice(0, 1), sex: 'male', ...plot })
  expect(few.points).toMatchObject([{ isDrawn: true }])
})

test('names of percentiles never lie on one another', () => {
  const named = (days: number, value: number) =>
    layOutGrowth({ measure: 'height', points: [{ days, value }], sex: 'female', ...plot })
      .centiles.filter(({ isNamed }) => isNamed)
      .map(({ centile }) => centile)
  expect(named(400, 760)).toEqual([3, 15, 50, 85, 97])
  expect(named(5500, 1615)).toEqual([3, 97])
})

test('a percentile is read in millimetres and grams', () => {
  expect(percentileAt('height', 'male', { days: 365.25, value: 757 })).toBeCloseTo(49, 0)
  expect(percentileAt('weight', 'female', { days: 0, value: 3232 })).toBeCloseTo(50, 0)
})
