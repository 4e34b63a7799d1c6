import type { CalendarMonthView } from '@kinkeep/contracts/browse'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { Photo } from '../timeline/photo.tsx'
import { formatDay, formatMonth, formatMonthName, today } from '../timeline/wall-date.ts'
import { dayAfter, monthAfter, weekdays, weeksOf } from './calendar-weeks.ts'

export interface MonthCalendarProps {
  circleId: string
  month: string
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
const months: Record<string, number> = { PageUp: -1, PageDown: 1 }

/** A month of a circle, with a picture on each day that has one: a grid to be walked through by keys. */
export function MonthCalendar({ circleId, month }: MonthCalendarProps) {
  const { t, language } = useTranslation()
  const navigate = useNavigate({ from: '/c/$circleId/browse' })
  const [{ months: kept }] = trpc.keeps.timeline.useSuspenseQuery({ circleId })
  const { data, error, refetch } = trpc.keeps.calendar.useQuery({ circleId, month })
  const days = new Map(data?.days.map((each) => [each.day, each]))
  const thisMonth = today().slice(0, 7)
  const [focused, setFocused] = useState(`${month}-01`)
  const grid = useRef<HTMLTableElement>(null)
  const takesFocus = useRef(false)
  const current = focused.startsWith(month) ? focused : `${month}-01`

  const show = (to: string) => void navigate({ search: { view: 'calendar', month: to }, replace: true })
  const move = (day: string) => {
    if (day.slice(0, 7) > thisMonth) return
    takesFocus.current = true
    setFocused(day)
    if (!day.startsWith(month)) show(day.slice(0, 7))
  }
  useEffect(() => {
    if (!takesFocus.current) return
    takesFocus.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${current}"]`)?.focus()
  }, [current])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const jump = months[event.key]
    const weekday = (new Date(`${current}T00:00:00Z`).getUTCDay() + 6) % 7
    if (step) move(dayAfter(current, step))
    else if (jump) move(`${monthAfter(month, event.shiftKey ? jump * 12 : jump)}-01`)
    else if (event.key === 'Home') move(dayAfter(current, -weekday))
    else if (event.key === 'End') move(dayAfter(current, 6 - weekday))
    else return
    event.preventDefault()
  }
  const year = month.slice(0, 4)
  const years = yearsOf([...kept.map((each) => each.month), thisMonth, month])
  return (
    <section aria-label={formatMonth(month, language)}>
      <div className="flex flex-wrap items-center gap-2">
        <IconButton
          label={t('browse.monthBefore')}
          icon={<ChevronLeft size={22} aria-hidden="true" />}
          onClick={() => show(monthAfter(month, -1))}
        />
        <h2 aria-live="polite" className="min-w-0 grow text-center text-xl sm:grow-0">
          {formatMonthName(month, language)}
        </h2>
        <IconButton
          label={t('browse.monthAfter')}
          icon={<ChevronRight size={22} aria-hidden="true" />}
          disabled={month >= thisMonth}
          onClick={() => show(monthAfter(month, 1))}
        />
        <label className="ml-auto flex items-center gap-2 text-sm">
          <span className="sr-only">{t('browse.year')}</span>
          <select
            value={year}
            onChange={({ target }) => {
              const to = `${target.value}${month.slice(4)}`
              show(to > thisMonth ? thisMonth : to)
            }}
            className="min-h-11 rounded-md border border-edge bg-surface px-3"
          >
            {years.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      {error && (
        <div className="mt-4">
          <ListError error={error} onRetry={() => void refetch()} />
        </div>
      )}
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA pattern of a date grid on a table
        role="grid" // oxlint-disable-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the same
        aria-busy={data === undefined}
        onKeyDown={onKeyDown}
        className="mt-4 w-full table-fixed border-separate border-spacing-1"
      >
        <thead>
          <tr>
            {weekdays(language).map(({ short, long }) => (
              <th key={long} scope="col" abbr={long} className="pb-1 font-medium text-muted text-xs">
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((day, index) => (
                <td key={day ?? index} className="p-0">
                  {day && (
                    <Day
                      {...{ circleId, day }}
                      kept={days.get(day)}
                      isInTabOrder={day === current}
                      onFocus={setFocused}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status" className="mt-4 min-h-6 text-muted text-sm">
        {data && data.days.length === 0 && data.roughly === 0 && t('browse.emptyMonth')}
        {data && data.roughly > 0 && (
          <Link
            to="/c/$circleId"
            params={{ circleId }}
            search={{ at: `${month}-01` }}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {t('browse.roughly', { count: data.roughly })}
          </Link>
        )}
      </p>
    </section>
  )
}

interface DayProps {
  circleId: string
  day: string
  kept: CalendarMonthView['days'][number] | undefined
  isInTabOrder: boolean
  onFocus: (day: string) => void
}

/** Leads to its place in the timeline, also where there is nothing: then to what came before. */
function Day({ circleId, day, kept, isInTabOrder, onFocus }: DayProps) {
  const { t, language } = useTranslation()
  const date = formatDay(day, language)
  const isFuture = day > today()
  const number = Number(day.slice(8))
  const looks = 'relative flex w-full aspect-square flex-col overflow-hidden rounded-md text-sm'
  const shared = { 'data-day': day, tabIndex: isInTabOrder ? 0 : -1, onFocus: () => onFocus(day) }
  if (!kept) {
    return (
      <button
        type="button"
        {...shared}
        aria-disabled="true"
        className={`${looks} items-center justify-center ${isFuture ? 'text-muted/60' : 'bg-sunk text-muted'}`}
      >
        <span aria-hidden="true">{number}</span>
        <span className="sr-only">{t('browse.emptyDay', { date })}</span>
      </button>
    )
  }
  const { photo, keeps } = kept
  const media = photo && { ...noMore, ...photo }
  return (
    <Link
      {...shared}
      to="/c/$circleId"
      params={{ circleId }}
      search={{ at: day }}
      className={`${looks} bg-accent-soft text-accent`}
    >
      {media && <Photo circleId={circleId} media={media} width={120} alt="" />}
      <span className="sr-only">{t('browse.dayKeeps', { date, count: keeps })}</span>
      <span
        aria-hidden="true"
        className={`absolute top-1 left-1 rounded-full px-1.5 font-semibold ${photo ? 'bg-night/65 text-snow' : ''}`}
      >
        {number}
      </span>
      <span
        aria-hidden="true"
        className={`absolute right-1 bottom-1 rounded-full px-1.5 text-xs tabular-nums ${photo ? 'bg-night/65 text-snow' : ''}`}
      >
        {keeps}
      </span>
    </Link>
  )
}

/** What a square picture does not need to know. */
const noMore = {
  state: 'ready',
  failure: null,
  width: null,
  height: null,
  kind: 'photo',
  rotation: 0,
  durationMs: null,
  liveId: null,
} as const

/** From the newest to the oldest year, without gaps: one may look where nothing is kept yet. */
function yearsOf(months: readonly string[]): string[] {
  const years = months.map((month) => Number(month.slice(0, 4)))
  const [first, last] = [Math.min(...years), Math.max(...years)]
  return Array.from({ length: last - first + 1 }, (_, index) => String(last - index))
}
