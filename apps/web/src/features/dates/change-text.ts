import type { DateChange } from '@kinkeep/contracts/date-changes'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { formatMoment } from '../timeline/wall-date.ts'

const minutesPer = { days: 24 * 60, hours: 60, minutes: 1 } as const
type Unit = keyof typeof minutesPer

/** "UTC+05:30" of minutes east of UTC. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, '0')
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** "1 day 2 hours" of minutes, whichever way. */
export function durationText(minutes: number, t: Translate): string {
  let left = Math.abs(minutes)
  const parts = (Object.keys(minutesPer) as Unit[]).flatMap((unit) => {
    const count = Math.floor(left / minutesPer[unit])
    left -= count * minutesPer[unit]
    return count === 0 ? [] : [t(`dates.${unit}Of`, { count })]
  })
  return parts.join(' ')
}

/** What a change of dates did, in a line. */
export function changeText(change: DateChange, t: Translate, language: string): string {
  switch (change.kind) {
    case 'set': {
      const { happenedAt, precision, keepsTime } = change
      const datePrecision = keepsTime ? 'day' : precision
      return t('dates.didSet', { date: formatMoment({ happenedAt, datePrecision }, language) })
    }
    case 'shift': {
      const duration = durationText(change.minutes, t)
      return t(change.minutes < 0 ? 'dates.didEarlier' : 'dates.didLater', { duration })
    }
    case 'zone':
      return t('dates.didZone', { zone: offsetText(change.offsetMinutes) })
    case 'confirm':
      return t('dates.didConfirm')
    default:
      return change satisfies never
  }
}
