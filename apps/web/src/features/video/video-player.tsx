import type { MediaView } from '@kinkeep/contracts/media'
import { Button } from '@kinkeep/ui/button'
import { type Ref, useRef, useState } from 'react'
import { FamilyVideo } from '../../components/family-video.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'

export interface VideoPlayerProps {
  circleId: string
  media: MediaView
  /** What a screen reader calls it. */
  label: string
  /** For keys and slideshows: play, pause and where it is. */
  handle?: Ref<HTMLVideoElement>
  onEnded?: () => void
}

/** A signed address is good for half an hour, and a long film is not over by then: once a minute it may be asked for anew. */
const againAfterMs = 60_000

/**
 * A video, with the browser's own controls: they are what people and their screen readers know. It begins when it is
 * told to. Fills its parent.
 */
export function VideoPlayer({ circleId, media, label, handle, onEnded }: VideoPlayerProps) {
  const { t } = useTranslation()
  const [isBroken, setBroken] = useState(false)
  const [tries, setTries] = useState(0)
  const lastTry = useRef(Number.NEGATIVE_INFINITY)
  const resume = useRef<{ at: number; plays: boolean } | null>(null)

  const onError = (video: HTMLVideoElement, now: number) => {
    if (video.currentTime === 0 || now - lastTry.current < againAfterMs) return setBroken(true)
    lastTry.current = now
    resume.current = { at: video.currentTime, plays: !video.paused }
    setTries(tries + 1)
  }
  const goOn = (video: HTMLVideoElement) => {
    if (!resume.current) return
    video.currentTime = resume.current.at
    if (resume.current.plays) void video.play().catch(() => undefined)
    resume.current = null
  }
  if (isBroken) {
    return (
      <div
        role="alert"
        className="flex size-full flex-col items-center justify-center gap-4 p-6 text-center text-snow"
      >
        <p className="max-w-sm">{t('video.broken')}</p>
        <Button
          tone="secondary"
          onClick={() => {
            setTries(tries + 1)
            setBroken(false)
          }}
        >
          {t('video.again')}
        </Button>
      </div>
    )
  }
  return (
    <FamilyVideo
      key={tries}
      ref={handle}
      aria-label={label}
      src={mediaUrl(circleId, media, 'video')}
      poster={mediaUrl(circleId, media, 'preview')}
      width={media.width ?? undefined}
      height={media.height ?? undefined}
      style={{ aspectRatio: `${media.width ?? 16} / ${media.height ?? 9}`, ...blurOf(media.thumbHash) }}
      controls
      controlsList="nodownload noremoteplayback"
      disablePictureInPicture
      preload="metadata"
      onLoadedMetadata={({ currentTarget }) => goOn(currentTarget)}
      onError={({ currentTarget, timeStamp }) => onError(currentTarget, timeStamp)}
      onEnded={onEnded}
      className="max-h-full max-w-full bg-contain bg-center bg-no-repeat outline-none focus-visible:outline-2 focus-visible:outline-snow"
    />
  )
}
