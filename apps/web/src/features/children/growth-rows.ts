import { daysBetween } from '@kinkeep/contracts/ages'
import type { ChildView, MeasurementView } from '@kinkeep/contracts/children'
import type { Units } from '@kinkeep/contracts/units'
import type { Translation } from '../../lib/i18n/i18n.ts'
import { formatShortDay } from '../timeline/wall-date.ts'
import { ageText } from './age-text.ts'
import { measureText } from './body-units.ts'
import { percentileAt } from './growth-layout.ts'
import type { GrowthMeasure } from './growth-standards.ts'

/** One measurement of one kind, as the chart draws it and the table says it. */
export interface GrowthRow {
  id: string
  /** Days of age. */
  days: number
  /** Millimetres or grams. */
  value: number
  date: string
  age: string
  text: string
  /** null where there is no standard for the age, or nothing to compare with. */
  percentile: string | null
  /** All of it in one sentence. */
  spoken: string
}

const columns = { height: 'heightMm', weight: 'weightG', head: 'headMm' } as const

/** What was measured of one kind, oldest first, in the reader's words and units. */
export function growthRows(
  measurements: readonly MeasurementView[],
  measure: GrowthMeasure,
  { child, units, t, language }: Translation & { child: ChildView; units: Units },
): GrowthRow[] {
  return measurements
    .toSorted((one, other) => (one.measuredOn < other.measuredOn ? -1 : 1))
    .flatMap((measurement) => {
      const value = measurement[columns[measure]]
      if (value === null) return []
      const { id, measuredOn } = measurement
      const days = daysBetween(child.birthdate, measuredOn)
      const date = formatShortDay(measuredOn, language)
      const age = days === 0 ? t('children.atBirth') : ageText(t, child.birthdate, measuredOn)
      const text = measureText(measure, value, { units, language })
      const found = percentileAt(measure, child.sex, { days, value })
      const percentile = found === null ? null : percentileText(found)
      const said = { date, age, value: text }
      const spoken =
        percentile === null
          ? t('children.point', said)
          : t('children.pointPercentile', { ...said, percentile })
      return [{ id, days, value, date, age, text, percentile, spoken }]
    })

  function percentileText(percent: number): string {
    if (percent < 0.1) return t('children.below')
    if (percent > 99.9) return t('children.above')
    const digits = percent < 1 || percent > 99 ? 1 : 0
    return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(percent)
  }
}
