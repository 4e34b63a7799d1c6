import type { ActivityView } from '@kinkeep/contracts/activities'
import { todayOf } from '../timeline/wall-date.ts'

export interface ActivityDay {
  /** On the reader's calendar, `YYYY-MM-DD`. */
  day: string
  entries: ActivityView[]
}

/** Entries, which come newest first, by the day on which they happened where the reader is. */
export function groupByDay(entries: readonly ActivityView[]): ActivityDay[] {
  const days: ActivityDay[] = []
  for (const entry of entries) {
    const day = todayOf(new Date(entry.at))
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}
