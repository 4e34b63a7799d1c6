import type { MediaView } from '@kinkeep/contracts/media'
import { mediaUrl } from './media-url.ts'
import { thumbHashUrl } from './thumb-hash-url.ts'

/** What the worker makes, in pixels: a thumbnail by its short edge, up to a long one; a preview by its long edge. */
const thumbnail = { short: 360, long: 1080 }
const previewEdge = 1440

export interface PhotoProps {
  circleId: string
  media: MediaView
  /** CSS pixels it will be wide: decides how sharp a file is fetched. */
  width: number
  alt: string
}

/** A photo that is ready, over its own blur until the bytes are here. Fills its parent. */
export function Photo({ circleId, media, width, alt }: PhotoProps) {
  const ratio = media.width && media.height ? media.width / media.height : 1
  const thumbnailWidth = ratio < 1 ? thumbnail.short : Math.min(thumbnail.long, thumbnail.short * ratio)
  const previewWidth = previewEdge * Math.min(1, ratio)
  const small = mediaUrl(circleId, media, 'thumbnail')
  const large = mediaUrl(circleId, media, 'preview')
  const blur = media.thumbHash === null ? {} : { backgroundImage: `url(${thumbHashUrl(media.thumbHash)})` }
  return (
    <span className="block size-full overflow-hidden bg-cover bg-sunk" style={blur}>
      <img
        src={small}
        srcSet={`${small} ${Math.round(thumbnailWidth)}w, ${large} ${Math.round(previewWidth)}w`}
        sizes={`${Math.round(width)}px`}
        width={media.width ?? undefined}
        height={media.height ?? undefined}
        alt={alt}
        loading="lazy"
        draggable={false}
        decoding="async"
        onLoad={({ currentTarget }) => currentTarget.setAttribute('data-loaded', '')}
        className="size-full object-cover opacity-0 transition-opacity data-loaded:opacity-100"
      />
    </span>
  )
}
