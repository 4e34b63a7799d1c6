import type { Sex } from '@kinkeep/contracts/sexes'
import {
  centileLines,
  type GrowthMeasure,
  lastStandardDay,
  lmsAt,
  percentileOf,
  standingDay,
  valueAt,
  zScoreOf,
} from './growth-standards.ts'

const daysPerMonth = 30.4375
/** CSS pixels that the name of a line needs, and that two drawn points are apart at least. */
const nameHeight = 11
const pointGap = 14
/** Millimetres in a centimetre, grams in a kilogram: the standards are in the larger. */
const perStandard: Record<GrowthMeasure, number> = { height: 10, weight: 1000, head: 10 }

/** A measurement as a chart needs it: days of age, and millimetres or grams. */
export interface GrowthPoint {
  days: number
  value: number
}

export interface GrowthChartInput {
  measure: GrowthMeasure
  points: readonly GrowthPoint[]
  /** null draws no percentiles. */
  sex: Sex | null
  /** Millimetres or grams in a unit of the vertical axis. */
  unit: number
  /** CSS pixels of the plot without its margins. */
  width: number
  height: number
}

export interface GrowthChartLayout {
  inMonths: boolean
  /** In months or years. */
  xTicks: { at: number; label: number }[]
  /** In units of the axis. */
  yTicks: { at: number; label: number }[]
  /** Where lines end too close to one another to be told apart, the outermost alone are named. */
  centiles: { centile: number; path: string; end: { x: number; y: number }; isNamed: boolean }[]
  /** Of a crowd of points only some are drawn, the newest among them; all lie on the line. */
  points: { x: number; y: number; isDrawn: boolean }[]
  line: string
}

/** Where everything of a growth chart stands, the origin on top left. */
export function layOutGrowth({ measure, points, sex, unit, width, height }: GrowthChartInput) {
  const oldest = Math.max(0, ...points.map(({ days }) => days)) / daysPerMonth
  const span = spanFor(oldest)
  const lastDay = span * daysPerMonth
  const curves = sex ? centileCurves(measure, sex, Math.min(lastDay, lastStandardDay)) : []
  const values = [...points.map(({ value }) => value), ...curves.flatMap((curve) => curve.values)]
  const ticks = niceTicks(Math.min(...values) / unit, Math.max(...values) / unit, height < 240 ? 5 : 7)
  const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)]
  const x = (days: number) => (days / lastDay) * width
  const y = (value: number) => height - ((value / unit - bottom) / (top - bottom)) * height
  const inMonths = span <= 24
  const step = monthsBetweenTicks(span, width)
  const ends = curves.map(({ last }) => y(last.value))
  const areTold = ends.every(
    (end, index) => index === 0 || Math.abs(end - (ends[index - 1] ?? 0)) >= nameHeight,
  )
  const placed = points.map(({ days, value }) => ({ x: x(days), y: y(value) }))
  const layout: GrowthChartLayout = {
    inMonths,
    xTicks: Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => ({
      at: x(index * step * daysPerMonth),
      label: inMonths ? index * step : (index * step) / 12,
    })),
    yTicks: ticks.map((label) => ({ at: y(label * unit), label })),
    centiles: curves.map(({ centile, parts, last }, index) => ({
      centile,
      path: parts.map((part) => pathOf(part.map(({ days, value }) => [x(days), y(value)]))).join(''),
      end: { x: x(last.days), y: y(last.value) },
      isNamed: areTold || index === 0 || index === curves.length - 1,
    })),
    points: thinOut(placed),
    line: pathOf(placed.map((point) => [point.x, point.y])),
  }
  return layout
}

/** The percentile of a measurement among children of that age, 0 to 100; null where there is no standard. */
export function percentileAt(measure: GrowthMeasure, sex: Sex | null, point: GrowthPoint): number | null {
  const lms = sex && lmsAt(measure, sex, point.days)
  return lms && percentileOf(zScoreOf(measure, point.value / perStandard[measure], lms))
}

/** Months that the horizontal axis spans: a little more than the oldest measurement, as people print charts. */
function spanFor(oldestMonths: number): number {
  return (
    [6, 12, 24, 36, 60].find((months) => oldestMonths <= months * 0.97) ??
    Math.ceil((oldestMonths + 1) / 12) * 12
  )
}

function monthsBetweenTicks(span: number, width: number): number {
  const most = Math.max(3, Math.floor(width / 48))
  return [1, 2, 3, 6, 12, 24, 36, 60, 120].find((step) => span / step <= most) ?? 240
}

/** Which points are drawn: from the newest back, each that stands clear of the one drawn before it. */
function thinOut(points: readonly { x: number; y: number }[]): GrowthChartLayout['points'] {
  let drawn: { x: number; y: number } | undefined
  return points
    .toReversed()
    .map((point) => {
      const isDrawn = !drawn || Math.hypot(point.x - drawn.x, point.y - drawn.y) >= pointGap
      if (isDrawn) drawn = point
      return { ...point, isDrawn }
    })
    .reverse()
}

/** About `most` round numbers around the lowest and the highest; what hardly differs stands in the middle. */
function niceTicks(least: number, largest: number, most: number): number[] {
  const room = Math.max(0, largest * 0.1 - (largest - least)) / 2
  const [lowest, highest] = [least - room, largest + room]
  const raw = (highest - lowest) / (most - 1)
  const magnitude = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= raw) ?? 10) * magnitude
  const first = Math.floor(lowest / step)
  const last = Math.max(first + 1, Math.ceil(highest / step))
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(6)))
}

/** Height in two parts, lying and standing: between them the standard steps. */
function centileCurves(measure: GrowthMeasure, sex: Sex, lastDay: number) {
  const every = Math.max(1, Math.round(lastDay / 120))
  const ranges: [from: number, to: number][] =
    measure === 'height' && lastDay >= standingDay
      ? [
          [0, standingDay - 1],
          [standingDay, lastDay],
        ]
      : [[0, lastDay]]
  return centileLines.map(({ centile, z }) => {
    const parts = ranges.map(([from, to]) =>
      daysIn(from, to, every).flatMap((days) => {
        const lms = lmsAt(measure, sex, days)
        return lms ? [{ days, value: valueAt(z, lms) * perStandard[measure] }] : []
      }),
    )
    const all = parts.flat()
    return {
      centile,
      parts,
      values: all.map(({ value }) => value),
      last: all.at(-1) ?? { days: 0, value: 0 },
    }
  })
}

function daysIn(from: number, to: number, every: number): number[] {
  const days = Array.from({ length: Math.ceil((to - from) / every) }, (_, index) => from + index * every)
  return [...days, to]
}

function pathOf(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}
