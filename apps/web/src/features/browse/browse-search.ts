import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { readFilter } from '../timeline/timeline-search.ts'

/** What the address of the page to find things says. */
export interface BrowseSearch extends KeepFilter {
  /** A calendar of a month, or this day in other years; else a search. */
  view?: 'calendar' | 'day' | undefined
  /** What is searched for. */
  text?: string | undefined
  /** The calendar's, `2019-07`. */
  month?: string | undefined
}

/** Reads an address; what makes no sense is not there. */
export function readBrowseSearch(search: Record<string, unknown>): BrowseSearch {
  const { view, text, month } = search
  return {
    ...readFilter(search),
    ...((view === 'calendar' || view === 'day') && { view }),
    ...((typeof text === 'string' || typeof text === 'number') && { text: String(text).slice(0, 200) }),
    ...(typeof month === 'string' && /^[12]\d{3}-(0[1-9]|1[0-2])$/.test(month) && { month }),
  }
}
