import type { MediaView } from '@kinkeep/contracts/media'
import { type RefObject, useState } from 'react'
import { mediaUrl } from '../timeline/media-url.ts'
import { thumbHashUrl } from '../timeline/thumb-hash-url.ts'
import type { Zoom } from './zoom.ts'

/** Originals that browsers can show; the others stay at their preview. */
const displayable = /\.(jpe?g|png|webp|gif|avif)$/i
/** From here on a preview is no longer sharp. */
const originalFrom = 1.4

export interface PhotoLayersProps {
  circleId: string
  media: MediaView
  alt: string
  zoom: Zoom
  /** CSS pixels that a finger has pulled it aside. */
  pull: { x: number; y: number }
  box: RefObject<HTMLDivElement | null>
}

/** One photo, sharper and sharper: blur, thumbnail, preview, and the original when looked at closely. */
export function PhotoLayers({ circleId, media, alt, zoom, pull, box }: PhotoLayersProps) {
  const [close, setClose] = useState(false)
  if (!close && zoom.scale >= originalFrom && displayable.test(media.name)) setClose(true)
  const ratio = media.width && media.height ? media.width / media.height : 1
  const widest = `${(media.width ?? 1440) * 2}px`
  const x = zoom.x + pull.x
  const y = zoom.y + Math.max(0, pull.y)
  const source = (variant: 'thumbnail' | 'preview' | 'original') => mediaUrl(circleId, media, variant)
  return (
    <div
      ref={box}
      style={{
        width: `min(100cqw, 100cqh * ${ratio}, ${widest})`,
        aspectRatio: ratio,
        transform: `translate(${x}px, ${y}px) scale(${zoom.scale})`,
        ...(media.thumbHash !== null && { backgroundImage: `url(${thumbHashUrl(media.thumbHash)})` }),
      }}
      className="relative shrink-0 select-none bg-cover"
    >
      <img src={source('thumbnail')} alt="" draggable={false} className="absolute inset-0 size-full" />
      <Layer src={source('preview')} alt={alt} />
      {close && <Layer src={source('original')} alt="" />}
    </div>
  )
}

function Layer({ src, alt }: { src: string; alt: string }) {
  return (
    <img
      src={src}
      alt={alt}
      decoding="async"
      draggable={false}
      onLoad={({ currentTarget }) => currentTarget.setAttribute('data-loaded', '')}
      className="absolute inset-0 size-full opacity-0 transition-opacity data-loaded:opacity-100"
    />
  )
}
