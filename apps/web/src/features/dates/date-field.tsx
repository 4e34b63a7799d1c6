import { roughDateText, seasons } from '@kinkeep/contracts/approximate-dates'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { formatMonthName } from '../timeline/wall-date.ts'
import {
  type DateParts,
  dayOfParts,
  decadesUntil,
  isSeason,
  partsOf,
  type Tellable,
  type ToldDate,
  tellable,
  toldTo,
  unreadable,
} from './told-date.ts'

export interface DateFieldProps {
  value: ToldDate
  /** The last day that can be chosen. */
  today: string
  hint: string | null
  error: string | null
  onChange: (value: ToldDate) => void
}

/** When something was, as well as one knows: to the day and its time, or a month, a season, a year, a decade. */
export function DateField({ value, today, hint, error, onChange }: DateFieldProps) {
  const { t } = useTranslation()
  const { precision } = value
  const fields = { value, today, error, onChange }
  return (
    <div className="grid gap-3 sm:grid-cols-[11rem_1fr] sm:items-start">
      <Select
        name="precision"
        label={t('compose.known')}
        hint={null}
        error={null}
        value={precision}
        options={tellable.map((each) => ({ value: each, label: t(`compose.precision.${each}`) }))}
        onChange={({ target }) => {
          const chosen = tellable.find((each) => each === target.value)
          if (chosen) onChange(toldTo(chosen, value))
        }}
      />
      {precision === 'day' ? (
        <DayFields {...fields} hint={hint} />
      ) : (
        <RoughFields key={precision} {...fields} hint={hint} precision={precision} />
      )}
    </div>
  )
}

function DayFields({ value, today, hint, error, onChange }: DateFieldProps) {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-[1fr_8rem] gap-3">
      <TextField
        name="day"
        type="date"
        label={t('compose.date')}
        hint={hint}
        error={error}
        value={value.day}
        max={today}
        onChange={({ target }) => onChange({ ...value, day: target.value })}
      />
      <TextField
        name="time"
        type="time"
        label={t('compose.time')}
        hint={null}
        error={null}
        value={value.time}
        onChange={({ target }) => onChange({ ...value, time: target.value })}
      />
    </div>
  )
}

const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))

/** What is typed of a year is kept here until it is one. */
function RoughFields({
  value,
  today,
  hint,
  error,
  precision,
  onChange,
}: DateFieldProps & { precision: Exclude<Tellable, 'day'> }) {
  const { t, language } = useTranslation()
  const [parts, setParts] = useState<DateParts>(() => partsOf(value))
  const change = (some: Partial<DateParts>) => {
    const next = { ...parts, ...some }
    setParts(next)
    onChange({ precision, day: dayOfParts(precision, next), time: '' })
  }
  if (precision === 'decade') {
    const options = decadesUntil(today).map((year) => ({
      value: String(year),
      label: roughDateText(`${year}-01-01`, 'decade', language),
    }))
    return (
      <Select
        name="decade"
        label={t('compose.decade')}
        hint={hint}
        error={error}
        value={value.day === '' ? '' : String(Number(parts.year) - (Number(parts.year) % 10))}
        options={value.day === '' ? [{ value: '', label: '' }, ...options] : options}
        onChange={({ target }) => change({ year: target.value })}
      />
    )
  }
  const isWrong = value.day === unreadable && (parts.year.length >= 4 || error !== null)
  return (
    <div className={precision === 'year' ? '' : 'grid grid-cols-[1fr_8rem] items-start gap-3'}>
      {precision === 'month' && (
        <Select
          name="month"
          label={t('compose.month')}
          hint={hint}
          error={null}
          value={parts.month}
          options={months.map((month) => ({
            value: month,
            label: formatMonthName(`2001-${month}`, language),
          }))}
          onChange={({ target }) => change({ month: target.value })}
        />
      )}
      {precision === 'season' && (
        <Select
          name="season"
          label={t('compose.season')}
          hint={parts.season === 'winter' ? t('compose.winterHint') : hint}
          error={null}
          value={parts.season}
          options={seasons.map((season) => ({ value: season, label: t(`compose.seasons.${season}`) }))}
          onChange={({ target }) => isSeason(target.value) && change({ season: target.value })}
        />
      )}
      <TextField
        name="year"
        label={t('compose.year')}
        hint={precision === 'year' ? hint : null}
        error={isWrong ? t('compose.yearWrong') : error}
        value={parts.year}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        onChange={({ target }) => change({ year: target.value.trim() })}
      />
    </div>
  )
}
