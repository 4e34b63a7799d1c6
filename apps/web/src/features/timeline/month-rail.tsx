import type { TimelineView } from '@kinkeep/contracts/keeps'
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { monthAt, placesOf, yearMarks } from './month-scale.ts'
import { formatMonth } from './wall-date.ts'

export interface MonthRailProps {
  months: TimelineView['months']
  /** The month in sight, `2019-07`. */
  current: string | undefined
  onJump: (month: string) => void
}

const steps: Record<string, number> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  PageDown: 12,
  PageUp: -12,
}

/** All the years along the right edge: hover shows the month, a click or a drag goes there. */
export function MonthRail({ months, current, onJump }: MonthRailProps) {
  const { t, language } = useTranslation()
  const places = useMemo(() => placesOf(months), [months])
  const marks = useMemo(() => yearMarks(months, places), [months, places])
  const [pointed, setPointed] = useState<number | null>(null)
  // Where a jump is going while the page has not arrived: the next key press goes on from there.
  const [aim, setAim] = useState<{ index: number; seen: number } | null>(null)
  const here = Math.max(
    0,
    months.findIndex(({ month }) => month <= (current ?? '9999-12')),
  )
  if (aim && aim.seen !== here) setAim(null)
  const shown = months[pointed ?? here]
  if (months.length < 2 || !shown) return null

  const indexAt = ({ currentTarget, clientY }: PointerEvent) => {
    const { top, height } = currentTarget.getBoundingClientRect()
    return monthAt(places, (clientY - top) / height)
  }
  const jump = (index: number) => {
    const bounded = Math.max(0, Math.min(months.length - 1, index))
    const month = months[bounded]
    if (!month) return
    setAim({ index: bounded, seen: here })
    onJump(month.month)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const from = aim?.index ?? here
    const target =
      event.key === 'Home' ? 0 : event.key === 'End' ? months.length - 1 : from + (steps[event.key] ?? 0)
    if (target === from && !(event.key in steps)) return
    event.preventDefault()
    jump(target)
  }
  const position = (place: number) => ({ top: `${place * 100}%` })
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('timeline.months')}
      aria-valuemin={0}
      aria-valuemax={months.length - 1}
      aria-valuenow={here}
      aria-valuetext={formatMonth(months[here]?.month ?? shown.month, language)}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => setPointed(indexAt(event))}
      onPointerLeave={() => setPointed(null)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerUp={(event) => jump(indexAt(event))}
      className="group fixed top-6 right-1 bottom-6 z-10 w-16 cursor-pointer touch-none select-none rounded-md"
    >
      {marks.map(({ year, place }) => (
        <span key={year} style={position(place)} className="absolute right-3 text-muted text-xs tabular-nums">
          {year}
        </span>
      ))}
      <span
        style={position(places[pointed ?? here] ?? 0)}
        className="absolute right-0 h-0.75 w-full rounded-full"
      >
        <span className="absolute right-0 h-0.75 w-6 rounded-full bg-accent" />
        <span
          className={`absolute right-7 -translate-y-1/2 whitespace-nowrap rounded-full bg-ink px-3 py-1 font-medium text-paper text-xs ${pointed === null ? 'opacity-0 group-focus-visible:opacity-100' : ''}`}
        >
          {formatMonth(shown.month, language)}
        </span>
      </span>
    </div>
  )
}
