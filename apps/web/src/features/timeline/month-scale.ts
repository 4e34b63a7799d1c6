import type { TimelineView } from '@kinkeep/contracts/keeps'

type Months = TimelineView['months']

export interface YearMark {
  year: string
  /** 0 at the top, 1 at the bottom. */
  place: number
}

/** A keep's worth of rail for a month: square roots, so that one long summer does not push the other years together. */
const weightOf = ({ keeps }: Months[number]) => Math.sqrt(keeps)

/** Where each month begins on a rail of height 1, newest first. */
export function placesOf(months: Months): number[] {
  const total = months.reduce((sum, month) => sum + weightOf(month), 0)
  let before = 0
  return months.map((month) => {
    const place = before / total
    before += weightOf(month)
    return place
  })
}

/** Index of the month at a place between 0 and 1. */
export function monthAt(places: readonly number[], place: number): number {
  return Math.max(
    0,
    places.findLastIndex((each) => each <= place),
  )
}

/** Years, each where its newest month is, without those that would stand upon each other. */
export function yearMarks(months: Months, places: readonly number[], distance = 0.05): YearMark[] {
  const marks: YearMark[] = []
  months.forEach(({ month }, index) => {
    const year = month.slice(0, 4)
    const place = places[index] ?? 0
    const last = marks.at(-1)
    if (last?.year !== year && (!last || place - last.place >= distance)) marks.push({ year, place })
  })
  return marks
}
