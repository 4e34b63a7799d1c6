import { isRough } from '@kinkeep/contracts/approximate-dates'
import type { KeepView } from '@kinkeep/contracts/keeps'
import type { MediaView } from '@kinkeep/contracts/media'
import { type DatePrecision, datePrecisions } from '@kinkeep/contracts/media-states'
import { justify } from './justify.ts'
import { dayOf } from './wall-date.ts'

export interface Tile {
  keep: KeepView
  media: MediaView
  /** Pixels. */
  width: number
}

/** Under which heading a row stands: its day, or where what is known of it begins. */
interface Headed {
  key: string
  day: string
  /** `day`, or the less that is known. */
  precision: Exclude<DatePrecision, 'time'>
}

export type TimelineRow = Headed &
  ({ type: 'day' } | { type: 'photos'; height: number; tiles: Tile[] } | { type: 'keep'; keep: KeepView })

export const rowGap = 6

/** Proportions beyond these are cropped, so that a panorama does not become a thread. */
const narrowest = 0.5
const widest = 2.6

/** width / height of a picture as it is shown; 1 while it is not known. */
export function ratioOf({ width, height }: Pick<MediaView, 'width' | 'height'>): number {
  if (!width || !height) return 1
  return Math.min(widest, Math.max(narrowest, width / height))
}

/** Whether a keep is nothing but one picture: such keeps of a day share rows. */
export function isPlainPhoto(keep: KeepView): boolean {
  return keep.kind === 'media' && keep.media.length === 1 && keep.body === null && keep.title === null
}

/**
 * Keeps, newest first, as the rows of a column of this width: a header a day, pictures in rows, the others as cards.
 * What is not known to the day stands behind the day on which it begins, under a heading of its own.
 */
export function timelineRows(keeps: readonly KeepView[], width: number): TimelineRow[] {
  return groupsOf(keeps).flatMap((group) => [headerOf(group), ...rowsOf(group, width)])
}

/**
 * A `timelineRows` that remembers its last answer, and makes only the rows from the first day on that is not as it was:
 * what comes in below, page by page, leaves thousands of days above it alone.
 */
export function rememberTimelineRows(): typeof timelineRows {
  let last: { keeps: readonly KeepView[]; width: number; rows: TimelineRow[] } | undefined
  return (keeps, width) => {
    const { from, rows } = last?.width === width ? unchangedRows(last, keeps) : { from: 0, rows: [] }
    last = { keeps, width, rows: rows.concat(timelineRows(keeps.slice(from), width)) }
    return last.rows
  }
}

/** The rows of the days that are the same in both, and where the first keep of the others is. */
function unchangedRows(
  last: { keeps: readonly KeepView[]; rows: readonly TimelineRow[] },
  keeps: readonly KeepView[],
): { from: number; rows: readonly TimelineRow[] } {
  let same = 0
  while (same < keeps.length && keeps[same] === last.keeps[same]) same += 1
  const before = keeps[same - 1]
  if (!before) return { from: 0, rows: [] }
  // The last day of them may go on.
  const day = dayOf(before.happenedAt)
  const from = keeps.findLastIndex(({ happenedAt }, index) => index < same && dayOf(happenedAt) !== day) + 1
  return { from, rows: last.rows.slice(0, last.rows.findLastIndex((row) => row.day > day) + 1) }
}

interface Group extends Omit<Headed, 'key'> {
  keeps: KeepView[]
}

/** Where several begin at once, the better known stand first: a month before its season, its year, its decade. */
function groupsOf(keeps: readonly KeepView[]): Group[] {
  const days = Map.groupBy(keeps, ({ happenedAt }) => dayOf(happenedAt))
  return [...days].flatMap(([day, all]) => {
    const byPrecision = Map.groupBy(all, ({ datePrecision }) =>
      isRough(datePrecision) ? datePrecision : ('day' as const),
    )
    return [...byPrecision]
      .map(([precision, some]) => ({ day, precision, keeps: some }))
      .toSorted((a, b) => datePrecisions.indexOf(a.precision) - datePrecisions.indexOf(b.precision))
  })
}

function headerOf({ day, precision }: Group): TimelineRow {
  const key = precision === 'day' ? `day:${day}` : `day:${day}:${precision}`
  return { type: 'day', key, day, precision }
}

function rowsOf({ keeps, ...heading }: Group, width: number): TimelineRow[] {
  const rows: TimelineRow[] = []
  const target = width < 560 ? 150 : 236
  let run: KeepView[] = []

  const endRun = () => {
    const tiles = run.flatMap((keep) => keep.media.slice(0, 1).map((media) => ({ keep, media })))
    for (const row of justify(
      tiles.map(({ media }) => ratioOf(media)),
      { width, gap: rowGap, target },
    )) {
      const placed = row.widths.flatMap((tileWidth, index) => {
        const tile = tiles[row.start + index]
        return tile ? [{ ...tile, width: tileWidth }] : []
      })
      const key = `photos:${placed[0]?.media.id ?? ''}`
      rows.push({ type: 'photos', key, ...heading, height: row.height, tiles: placed })
    }
    run = []
  }

  for (const keep of keeps) {
    if (isPlainPhoto(keep)) run.push(keep)
    else {
      endRun()
      rows.push({ type: 'keep', key: `keep:${keep.id}`, ...heading, keep })
    }
  }
  endRun()
  return rows
}
