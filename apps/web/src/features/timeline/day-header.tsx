import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { capitalize, daysBetween, formatDay, today } from './wall-date.ts'

/** A day's name; the last two in words as well. */
export function DayHeader({ day, level = 2 }: { day: string; level?: 2 | null }) {
  const { t, language } = useTranslation()
  const away = daysBetween(day, today())
  const near = away === 0 ? t('timeline.today') : away === 1 ? t('timeline.yesterday') : null
  const date = formatDay(day, language)
  const Text = level === 2 ? 'h2' : 'p'
  return (
    <Text className="flex items-baseline gap-2.5 font-semibold font-serif text-lg">
      {near ?? capitalize(date)}
      {near && <span className="font-normal font-sans text-muted text-sm">{date}</span>}
    </Text>
  )
}
