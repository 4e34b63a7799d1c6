import type { MediaView } from '@kinkeep/contracts/media'
import { CircleDot, Play } from 'lucide-react'
import { formatDuration } from './format-duration.ts'

/** What tells a tile that moves from one that does not. Its words are in the tile's own name. */
export function VideoMark({ media }: { media: Pick<MediaView, 'kind' | 'durationMs' | 'liveId'> }) {
  const isVideo = media.kind === 'video'
  if (!isVideo && media.liveId === null) return null
  const Icon = isVideo ? Play : CircleDot
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute top-2 right-2 flex items-center gap-1 rounded-full bg-night/60 px-2 py-0.5 text-snow text-xs tabular-nums"
    >
      <Icon size={13} className={isVideo ? 'fill-current' : ''} />
      {isVideo && media.durationMs !== null && formatDuration(media.durationMs)}
    </span>
  )
}
