import type { Sex } from '@kinkeep/contracts/sexes'
import tables from './who-growth.json' with { type: 'json' }

// WHO Child Growth Standards (2006): L, M and S by sex and age from birth to five years, weekly for the first 13 weeks
// and monthly after. Centimetres and kilograms, ages in days; a month has 30.4375.
// https://www.who.int/tools/child-growth-standards/standards
// Length is measured lying until two years, height standing after; between them the standard steps down by 0.7 cm.

export const growthMeasures = ['height', 'weight', 'head'] as const
export type GrowthMeasure = (typeof growthMeasures)[number]

/** A distribution: its skewness, median and coefficient of variation. */
export interface Lms {
  l: number
  m: number
  s: number
}

/** Days of age at which the standard ends: 60 months of 30.4375. */
export const lastStandardDay = 1826.25
/** From this day on, WHO measures standing. */
export const standingDay = 731

/** Lines of a chart, with their z-scores. */
export const centileLines = [
  { centile: 3, z: -1.880794 },
  { centile: 15, z: -1.036433 },
  { centile: 50, z: 0 },
  { centile: 85, z: 1.036433 },
  { centile: 97, z: 1.880794 },
] as const

/** The standard for an age in days, in cm or kg; between two rows of the table it is interpolated. null outside of it. */
export function lmsAt(measure: GrowthMeasure, sex: Sex, days: number): Lms | null {
  if (days < 0 || days > lastStandardDay) return null
  const rows: number[][] = tables[measure === 'height' && days < standingDay ? 'length' : measure][sex]
  const found = rows.findIndex(([day = 0]) => day >= days)
  const last = rows.length - 1
  const next = rows[found === -1 ? last : found] ?? []
  const previous = rows[Math.max(0, (found === -1 ? last : found) - 1)] ?? []
  const [fromDay = 0, l0 = 1, m0 = 0, s0 = 0] = previous
  const [toDay = 0, l1 = 1, m1 = 0, s1 = 0] = next
  const share = toDay === fromDay ? 0 : Math.min(1, Math.max(0, (days - fromDay) / (toDay - fromDay)))
  const between = (from: number, to: number) => from + (to - from) * share
  return { l: between(l0, l1), m: between(m0, m1), s: between(s0, s1) }
}

/** The measurement at a z-score, by the LMS method. */
export function valueAt(z: number, { l, m, s }: Lms): number {
  return Math.abs(l) < 1e-9 ? m * Math.exp(s * z) : m * (1 + l * s * z) ** (1 / l)
}

/**
 * How many standard deviations a measurement in cm or kg is from the median. For weight, whose distribution is skewed,
 * beyond three by the distance between the second and the third, as WHO restricts it.
 * https://www.who.int/publications/i/item/924154693X, section 7
 */
export function zScoreOf(measure: GrowthMeasure, value: number, lms: Lms): number {
  const { l, m, s } = lms
  const z = Math.abs(l) < 1e-9 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s)
  if (measure !== 'weight' || Math.abs(z) <= 3) return z
  const sign = Math.sign(z)
  const third = valueAt(3 * sign, lms)
  return sign * (3 + Math.abs(value - third) / Math.abs(third - valueAt(2 * sign, lms)))
}

/** The share of children of this age, in percent, that measure less: Φ(z), to 1.5e-7. Abramowitz and Stegun 7.1.26. */
export function percentileOf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const erf = 1 - series * Math.exp(-x * x)
  return 50 * (1 + (z < 0 ? -erf : erf))
}
