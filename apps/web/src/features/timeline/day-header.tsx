import { isRough, roughDateText } from '@kinkeep/contracts/approximate-dates'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { capitalize, daysBetween, formatDay, today } from './wall-date.ts'

export interface DayHeaderProps {
  day: string
  /** What is not known to the day is called by what is known, and the day by nothing. */
  precision?: DatePrecision
  level?: 2 | null
}

/** A day's name; the last two in words as well. */
export function DayHeader({ day, precision = 'day', level = 2 }: DayHeaderProps) {
  const { t, language } = useTranslation()
  const away = daysBetween(day, today())
  const isNear = !isRough(precision) && (away === 0 || away === 1)
  const near = isNear ? t(away === 0 ? 'timeline.today' : 'timeline.yesterday') : null
  const date = isRough(precision) ? roughDateText(day, precision, language) : formatDay(day, language)
  const Text = level === 2 ? 'h2' : 'p'
  return (
    <Text className="flex items-baseline gap-2.5 font-semibold font-serif text-lg">
      {near ?? capitalize(date)}
      {near && <span className="font-normal font-sans text-muted text-sm">{date}</span>}
    </Text>
  )
}
