import type { KeepView } from '@kinkeep/contracts/keeps'
import { memo } from 'react'
import { DayHeader } from './day-header.tsx'
import { KeepCard } from './keep-card.tsx'
import type { Hindrance } from './may-change.ts'
import { PhotoTile } from './photo-tile.tsx'
import { TileCounts } from './tile-counts.tsx'
import { TileLock } from './tile-lock.tsx'
import { rowGap, type TimelineRow } from './timeline-rows.ts'

/** What can be done from a row; the same functions on every render, so that rows rest. */
export interface TimelineRowActions {
  circleId: string
  hindranceOf: (keep: KeepView) => Hindrance
  onOpen: (mediaId: string) => void
  onEdit: (keep: KeepView) => void
  onTrash: (keepId: string) => void
  onTalk: (keepId: string) => void
}

interface TimelineRowViewProps extends TimelineRowActions {
  row: TimelineRow
  /** CSS pixels of the column. */
  width: number
}

export const TimelineRowView = memo(function TimelineRowView({
  row,
  width,
  circleId,
  hindranceOf,
  onOpen,
  onEdit,
  onTrash,
  onTalk,
}: TimelineRowViewProps) {
  if (row.type === 'day') {
    return (
      <div className="pt-8 pb-2.5">
        <DayHeader day={row.day} precision={row.precision} />
      </div>
    )
  }
  if (row.type === 'keep') {
    const { keep } = row
    return (
      <div className="py-1.5">
        <KeepCard
          {...{ circleId, keep, width, onOpen, onEdit, onTrash, onTalk }}
          hindrance={hindranceOf(keep)}
        />
      </div>
    )
  }
  return (
    <div className="flex" style={{ gap: rowGap, height: row.height }}>
      {row.tiles.map(({ keep, media, width: tileWidth }) => (
        <div
          key={media.id}
          className="relative shrink-0 overflow-hidden rounded-sm"
          style={{ width: tileWidth }}
        >
          <PhotoTile {...{ circleId, keep, media, onOpen }} width={tileWidth} />
          <TileCounts keep={keep} />
          {keep.visibility === 'admins' && <TileLock />}
        </div>
      ))}
    </div>
  )
})
