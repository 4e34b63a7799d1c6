import { sexes } from '@kinkeep/contracts/sexes'
import { expect, test } from 'vitest'
import {
  centileLines,
  type GrowthMeasure,
  growthMeasures,
  lastStandardDay,
  lmsAt,
  percentileOf,
  valueAt,
  zScoreOf,
} from './growth-standards.ts'

type Sex = (typeof sexes)[number]
const month = 30.4375

function standard(measure: GrowthMeasure, sex: Sex, days: number) {
  const lms = lmsAt(measure, sex, days)
  if (!lms) throw new Error('outside of the standard')
  return lms
}

// The percentile tables that WHO prints, in cm and kg to one decimal: P3, P15, P50, P85, P97.
test.each<[GrowthMeasure, Sex, months: number, printed: number[]]>([
  ['weight', 'male', 0, [2.5, 2.9, 3.3, 3.9, 4.3]],
  ['weight', 'male', 12, [7.8, 8.6, 9.6, 10.8, 11.8]],
  ['weight', 'male', 60, [14.3, 16.0, 18.3, 21.1, 23.8]],
  ['weight', 'female', 0, [2.4, 2.8, 3.2, 3.7, 4.2]],
  ['weight', 'female', 12, [7.1, 7.9, 8.9, 10.2, 11.3]],
  ['weight', 'female', 60, [14.0, 15.7, 18.2, 21.3, 24.4]],
  ['height', 'male', 0, [46.3, 47.9, 49.9, 51.8, 53.4]],
  ['height', 'male', 12, [71.3, 73.3, 75.7, 78.2, 80.2]],
  ['height', 'female', 12, [69.2, 71.3, 74.0, 76.7, 78.9]],
  ['height', 'male', 60, [101.2, 105.2, 110.0, 114.8, 118.7]],
  ['height', 'female', 60, [100.5, 104.5, 109.4, 114.4, 118.4]],
  ['head', 'male', 0, [32.1, 33.1, 34.5, 35.8, 36.9]],
  ['head', 'female', 12, [42.3, 43.5, 44.9, 46.3, 47.5]],
])('%s of %s at %i months is what WHO prints', (measure, sex, months, printed) => {
  const lms = standard(measure, sex, months * month)
  expect(centileLines.map(({ z }) => Math.round(valueAt(z, lms) * 10) / 10)).toEqual(printed)
})

// Examples of WHO's own package for R, which has a row for every day: https://github.com/WorldHealthOrganization/anthro
test.each<[GrowthMeasure, Sex, days: number, value: number, z: number]>([
  ['weight', 'female', 1522, 17, 0.24],
  ['height', 'male', 44, 50, -3.29],
])('%s of %s at %i days: %f has the z-score %f', (measure, sex, days, value, z) => {
  expect(Math.abs(zScoreOf(measure, value, standard(measure, sex, days)) - z)).toBeLessThan(0.01)
})

// Of the daily tables, days between the rows that are here.
test.each<[GrowthMeasure, Sex, days: number, median: number]>([
  ['weight', 'male', 10, 3.5941],
  ['weight', 'female', 18, 3.7201],
  ['weight', 'male', 365, 9.646],
  ['height', 'male', 100, 62.1826],
  ['height', 'male', 500, 80.6578],
  ['head', 'male', 5, 34.9629],
])('between two rows, %s of %s at %i days is nearly that of the day', (measure, sex, days, median) => {
  const { m } = standard(measure, sex, days)
  expect(Math.abs(m - median) / median).toBeLessThan(0.005)
})

test('z-scores and measurements are each other’s way back, at every age', () => {
  for (const measure of growthMeasures)
    for (const sex of sexes)
      for (let day = 0; day <= lastStandardDay; day += 13)
        for (const z of [-3, -2, -0.5, 0, 1.3, 3]) {
          const lms = standard(measure, sex, day)
          expect(zScoreOf(measure, valueAt(z, lms), lms)).toBeCloseTo(z, 9)
        }
})

test('children grow: the median rises from day to day, but for the step from lying to standing', () => {
  for (const measure of growthMeasures)
    for (const sex of sexes)
      for (let day = 1; day <= lastStandardDay; day += 1) {
        const [before, now] = [standard(measure, sex, day - 1), standard(measure, sex, day)]
        if (measure === 'height' && day === 731) expect(before.m - now.m).toBeCloseTo(0.7, 1)
        else expect(now.m).toBeGreaterThan(before.m)
      }
})

test('beyond three standard deviations weight is counted in steps of the third, as WHO restricts it', () => {
  const lms = standard('weight', 'female', 1522)
  const [second, third] = [valueAt(2, lms), valueAt(3, lms)]
  expect(zScoreOf('weight', third + (third - second), lms)).toBeCloseTo(4, 9)
  const [minusSecond, minusThird] = [valueAt(-2, lms), valueAt(-3, lms)]
  expect(zScoreOf('weight', minusThird - (minusSecond - minusThird) / 2, lms)).toBeCloseTo(-3.5, 9)
  const height = standard('height', 'female', 1522)
  expect(zScoreOf('height', valueAt(5, height), height)).toBeCloseTo(5, 9)
})

test('outside of its ages there is no standard', () => {
  expect(lmsAt('weight', 'male', -1)).toBeNull()
  expect(lmsAt('weight', 'male', lastStandardDay + 1)).toBeNull()
})

test('percentiles are those of the normal distribution', () => {
  for (const { centile, z } of centileLines) expect(percentileOf(z)).toBeCloseTo(centile, 3)
  expect(percentileOf(-2)).toBeCloseTo(2.275, 3)
  expect(percentileOf(6)).toBeCloseTo(100, 3)
})
