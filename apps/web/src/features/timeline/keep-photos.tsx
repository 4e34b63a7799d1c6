import type { KeepView } from '@kinkeep/contracts/keeps'
import { justify } from './justify.ts'
import { PhotoTile } from './photo-tile.tsx'
import { ratioOf, rowGap } from './timeline-rows.ts'

export interface KeepPhotosProps {
  circleId: string
  keep: KeepView
  /** CSS pixels of the card's inside. */
  width: number
  onOpen: (mediaId: string) => void
}

/** Photos that a card shows before it says how many more there are. */
const shown = 9

/** A card's photos in their order: one large, several in rows. */
export function KeepPhotos({ circleId, keep, width, onOpen }: KeepPhotosProps) {
  const media = keep.media.slice(0, shown)
  const single = media.length === 1
  const ratios = media.map(ratioOf)
  const target = single ? Math.min(560, width) : width < 560 ? 150 : 220
  const rows = justify(ratios, { width, gap: rowGap, target })
  return (
    <div className="flex flex-col overflow-hidden" style={{ gap: rowGap }}>
      {rows.map((row) => (
        <div key={media[row.start]?.id} className="flex" style={{ gap: rowGap, height: row.height }}>
          {row.widths.map((tileWidth, offset) => {
            const index = row.start + offset
            const each = media[index]
            const more = index === shown - 1 ? keep.media.length - shown : 0
            return (
              each && (
                <div
                  key={each.id}
                  className="shrink-0 overflow-hidden rounded-sm"
                  style={{ width: tileWidth }}
                >
                  <PhotoTile {...{ circleId, keep, onOpen, more }} media={each} width={tileWidth} />
                </div>
              )
            )
          })}
        </div>
      ))}
    </div>
  )
}
