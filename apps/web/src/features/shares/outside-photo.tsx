import type { SharedMedia } from '@kinkeep/contracts/share-links'
import { Play } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'
import { outsideUrl } from './outside-url.ts'

/** Pixels of what the worker makes: see `timeline/photo.tsx`. */
const thumbnail = { short: 360, long: 1080 }
const previewEdge = 1440

export interface OutsidePhotoProps {
  linkId: string
  media: SharedMedia
  label: string
  onOpen: () => void
}

/** A picture as wide as the page, over its own blur until it is here; a very tall one is cut until it is opened. */
export function OutsidePhoto({ linkId, media, label, onOpen }: OutsidePhotoProps) {
  const { t } = useTranslation()
  const ratio = media.width && media.height ? media.width / media.height : 1
  const small = outsideUrl(linkId, media, 'thumbnail')
  const large = outsideUrl(linkId, media, 'preview')
  const smallWidth = ratio < 1 ? thumbnail.short : Math.min(thumbnail.long, thumbnail.short * ratio)
  return (
    <button
      type="button"
      data-photo={media.id}
      aria-label={t('shares.openPhoto', { photo: label })}
      onClick={onOpen}
      style={{
        aspectRatio: Math.max(0.7, ratio),
        ...blurOf(media.thumbHash),
      }}
      className="relative block w-full cursor-zoom-in overflow-hidden bg-cover bg-sunk focus-visible:-outline-offset-3"
    >
      <img
        src={small}
        srcSet={`${small} ${Math.round(smallWidth)}w, ${large} ${Math.round(previewEdge * Math.min(1, ratio))}w`}
        sizes="(min-width: 56rem) 56rem, 100vw"
        width={media.width ?? undefined}
        height={media.height ?? undefined}
        alt=""
        loading="lazy"
        decoding="async"
        onLoad={({ currentTarget }) => currentTarget.setAttribute('data-loaded', '')}
        className="size-full object-cover opacity-0 transition-opacity data-loaded:opacity-100"
      />
      {media.kind === 'video' && (
        <span className="absolute inset-0 grid place-items-center">
          <span className="grid size-16 place-items-center rounded-full bg-night/70 text-snow">
            <Play size={32} fill="currentColor" aria-hidden="true" />
          </span>
        </span>
      )}
    </button>
  )
}
