import type { AlbumView } from '@kinkeep/contracts/albums'
import { Images } from 'lucide-react'
import { mediaUrl } from '../timeline/media-url.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'

export interface AlbumCoverProps {
  circleId: string
  cover: AlbumView['cover']
  /** How sharp it is wanted. */
  size?: 'thumbnail' | 'preview'
}

/** The photo on an album, or that it has none yet. Decoration: the title stands beside it. Fills its parent. */
export function AlbumCover({ circleId, cover, size = 'thumbnail' }: AlbumCoverProps) {
  if (cover === null) {
    return (
      <span className="grid size-full place-items-center bg-sunk text-muted">
        <Images className="size-2/5 max-h-10" aria-hidden="true" />
      </span>
    )
  }
  return (
    <span className="block size-full bg-cover bg-sunk" style={blurOf(cover.thumbHash)}>
      <img
        key={cover.id}
        src={mediaUrl(circleId, cover, size)}
        alt=""
        loading="lazy"
        decoding="async"
        className="size-full object-cover"
      />
    </span>
  )
}
