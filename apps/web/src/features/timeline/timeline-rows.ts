import type { KeepView } from '@kinkeep/contracts/keeps'
import type { MediaView } from '@kinkeep/contracts/media'
import { justify } from './justify.ts'
import { dayOf } from './wall-date.ts'

export interface Tile {
  keep: KeepView
  media: MediaView
  /** Pixels. */
  width: number
}

export type TimelineRow =
  | { type: 'day'; key: string; day: string }
  | { type: 'photos'; key: string; day: string; height: number; tiles: Tile[] }
  | { type: 'keep'; key: string; day: string; keep: KeepView }

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

/** Keeps, newest first, as the rows of a column of this width: a header a day, pictures in rows, the others as cards. */
export function timelineRows(keeps: readonly KeepView[], width: number): TimelineRow[] {
  const rows: TimelineRow[] = []
  const target = width < 560 ? 150 : 236
  let day = ''
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
      rows.push({ type: 'photos', key, day, height: row.height, tiles: placed })
    }
    run = []
  }

  for (const keep of keeps) {
    const keepDay = dayOf(keep.happenedAt)
    if (keepDay !== day) {
      endRun()
      day = keepDay
      rows.push({ type: 'day', key: `day:${day}`, day })
    }
    if (isPlainPhoto(keep)) run.push(keep)
    else {
      endRun()
      rows.push({ type: 'keep', key: `keep:${keep.id}`, day, keep })
    }
  }
  endRun()
  return rows
}
