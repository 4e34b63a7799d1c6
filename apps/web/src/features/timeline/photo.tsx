import type { MediaView } from '@kinkeep/contracts/media'
import { useEffect, useRef } from 'react'
import { useOnceSlow } from '../../lib/use-once-slow.ts'
import { mediaUrl } from './media-url.ts'
import { thumbHashColour, thumbHashUrl } from './thumb-hash-url.ts'

/** What the worker makes, in pixels: a thumbnail by its short edge, up to a long one; a preview by its long edge. */
const thumbnail = { short: 360, long: 1080 }
const previewEdge = 1440
/** In ms: until then, whatever draws the page has done so. */
const drawn = 80

export interface PhotoProps {
  circleId: string
  media: MediaView
  /** CSS pixels it will be wide: decides how sharp a file is fetched. */
  width: number
  alt: string
}

/**
 * A photo that is ready, over its own colour and then its blur until the bytes are here. Fills its parent. One that flies
 * by stays its colour: a browser keeps a record of every picture that was asked for until it collects its garbage, and
 * thousands of them stop the page.
 */
export function Photo({ circleId, media, width, alt }: PhotoProps) {
  const { thumbHash } = media
  const frame = useRef<HTMLSpanElement>(null)
  const isSeen = useOnceSlow()
  // To a browser each blur is a picture of its own, too.
  useEffect(() => {
    if (thumbHash === null || !isSeen) return
    const timer = setTimeout(() => {
      frame.current?.style.setProperty('background-image', `url(${thumbHashUrl(thumbHash)})`)
    }, drawn)
    return () => clearTimeout(timer)
  }, [thumbHash, isSeen])

  const ratio = media.width && media.height ? media.width / media.height : 1
  const thumbnailWidth = ratio < 1 ? thumbnail.short : Math.min(thumbnail.long, thumbnail.short * ratio)
  const previewWidth = previewEdge * Math.min(1, ratio)
  const small = mediaUrl(circleId, media, 'thumbnail')
  const large = mediaUrl(circleId, media, 'preview')
  return (
    <span
      ref={frame}
      className="block size-full overflow-hidden bg-cover bg-sunk"
      style={thumbHash === null ? {} : { backgroundColor: thumbHashColour(thumbHash) }}
    >
      {isSeen && (
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
      )}
    </span>
  )
}
