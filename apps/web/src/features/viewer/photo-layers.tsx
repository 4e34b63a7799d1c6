import type { MediaView } from '@kinkeep/contracts/media'
import { type CSSProperties, type RefObject, useState } from 'react'
import { mediaUrl } from '../timeline/media-url.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'
import type { Quarter } from './use-turns.ts'
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
  /** Degrees by which it is to be turned, clockwise, and is not yet. */
  turn?: Quarter
}

/** One photo, sharper and sharper: blur, thumbnail, preview, and the original when looked at closely. */
export function PhotoLayers({ circleId, media, alt, zoom, pull, box, turn = 0 }: PhotoLayersProps) {
  const [close, setClose] = useState(false)
  if (!close && zoom.scale >= originalFrom && displayable.test(media.name)) setClose(true)
  const isSideways = turn % 180 !== 0
  const [width, height] = isSideways ? [media.height, media.width] : [media.width, media.height]
  const ratio = width && height ? width / height : 1
  const widest = `${(width ?? 1440) * 2}px`
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
        ...(turn === 0 && blurOf(media.thumbHash)),
      }}
      className="relative shrink-0 select-none bg-cover"
    >
      <img
        src={source('thumbnail')}
        alt=""
        draggable={false}
        style={turned(turn, ratio)}
        className="absolute inset-0 size-full"
      />
      <Layer src={source('preview')} alt={alt} style={turned(turn, ratio)} />
      {close && <Layer src={source('original')} alt="" style={turned(media.rotation + turn, ratio)} />}
    </div>
  )
}

/** A picture in a box of this ratio that it fills once it is turned. The original is turned so whenever it is shown. */
function turned(degrees: number, ratio: number): CSSProperties | undefined {
  if (degrees % 360 === 0) return undefined
  const isSideways = degrees % 180 !== 0
  return {
    ...{ inset: 'auto', top: '50%', left: '50%' },
    width: isSideways ? `${100 / ratio}%` : '100%',
    height: isSideways ? `${100 * ratio}%` : '100%',
    maxWidth: 'none',
    transform: `translate(-50%, -50%) rotate(${degrees}deg)`,
  }
}

function Layer({ src, alt, style }: { src: string; alt: string; style: CSSProperties | undefined }) {
  return (
    <img
      src={src}
      alt={alt}
      style={style}
      decoding="async"
      draggable={false}
      onLoad={({ currentTarget }) => currentTarget.setAttribute('data-loaded', '')}
      className="absolute inset-0 size-full opacity-0 transition-opacity data-loaded:opacity-100"
    />
  )
}
