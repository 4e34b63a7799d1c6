import type { DateChange } from '@kinkeep/contracts/date-changes'
import { momentOf, type ToldDate } from './told-date.ts'

export const fixKinds = ['set', 'shift', 'zone'] as const
export type FixKind = (typeof fixKinds)[number]

/** A change as it is being told in the form. */
export interface ToldChange {
  kind: FixKind
  date: ToldDate
  keepsTime: boolean
  direction: 'later' | 'earlier'
  days: string
  hours: string
  minutes: string
  /** Minutes east of UTC. */
  zone: number
}

export const newToldChange: ToldChange = {
  kind: 'set',
  date: { precision: 'day', day: '', time: '' },
  keepsTime: false,
  direction: 'later',
  days: '',
  hours: '',
  minutes: '',
  zone: 0,
}

/** What is told, once it can be done; undefined until then. */
export function toChange(told: ToldChange): DateChange | undefined {
  if (told.kind === 'zone') return { kind: 'zone', offsetMinutes: told.zone }
  if (told.kind === 'shift') {
    const [days, hours, minutes] = [told.days, told.hours, told.minutes].map(wholeNumber)
    if (days === undefined || hours === undefined || minutes === undefined) return undefined
    const size = (days * 24 + hours) * 60 + minutes
    if (size === 0) return undefined
    return { kind: 'shift', minutes: told.direction === 'later' ? size : -size }
  }
  const moment = momentOf(told.date)
  if (!moment) return undefined
  return { kind: 'set', ...moment, keepsTime: told.keepsTime && moment.precision === 'day' }
}

function wholeNumber(text: string): number | undefined {
  if (text.trim() === '') return 0
  return /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined
}

/** Offsets that are in use somewhere, west to east, in minutes. */
export const zones: readonly number[] = [
  ...[-720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0],
  ...[60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660],
  ...[720, 765, 780, 840],
]
