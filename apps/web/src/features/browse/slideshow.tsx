import { IconButton } from '@kinkeep/ui/icon-button'
import { useRouter } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Maximize, Pause, Play, RotateCcw, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { FamilyVideo } from '../../components/family-video.tsx'
import { WholeScreen } from '../../components/whole-screen.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { runShortcut } from '../../lib/shortcuts.ts'
import { mediaLabel } from '../timeline/media-label.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import type { Timeline } from '../timeline/use-timeline.ts'
import { formatWhen } from '../timeline/wall-date.ts'
import { photosOf, type ViewedPhoto } from '../viewer/viewed-photo.ts'
import { useWakeLock } from './use-wake-lock.ts'

export interface SlideshowProps {
  circleId: string
  timeline: Timeline
  /** Closes where there is no history to go back in. */
  onGone: () => void
}

/** Seconds for which a photo stands. */
const intervals = [3, 5, 10] as const
/** Slides from the end of what is loaded at which more is fetched. */
const nearEnd = 5

/** A slide by its number, known by its photo as soon as it is drawn. */
function place(index: number): { id: string | undefined; index: number } {
  return { id: undefined, index }
}

/**
 * The photos and videos of the list behind it, one after the other, on all of the screen. It ends with the last one and
 * stays there. Where motion is not wanted nothing fades.
 */
export function Slideshow({ circleId, timeline, onGone }: SlideshowProps) {
  const { t, language } = useTranslation()
  const { history } = useRouter()
  const [openedFromPage] = useState(() => history.canGoBack())
  const dialog = useRef<HTMLDialogElement>(null)
  const slides = useMemo(() => photosOf(timeline.keeps), [timeline.keeps])
  const [shown, setShown] = useState(place(0))
  const here = slides.findIndex(({ media }) => media.id === shown.id)
  // What comes in above does not move the one that is shown; one that went leaves its place to the next.
  const index = here >= 0 ? here : Math.max(0, Math.min(slides.length - 1, shown.index))
  const [isPlaying, setPlaying] = useState(true)
  const [seconds, setSeconds] = useState<number>(5)
  const { older } = timeline
  const slide = slides[index]
  if (slide && slide.media.id !== shown.id) setShown({ id: slide.media.id, index })
  const isLast = index >= slides.length - 1
  const isEnd = isLast && !older.hasMore && !older.isLoading
  useWakeLock(isPlaying)

  useEffect(() => {
    return () => {
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [])
  useEffect(() => {
    if (index >= slides.length - nearEnd && older.hasMore && !older.isLoading && older.error === null) {
      older.loadMore()
    }
  }, [index, slides.length, older])
  useEffect(() => {
    const next = slides[index + 1]
    if (next) new Image().src = mediaUrl(circleId, next.media, 'preview')
  }, [circleId, slides, index])

  const isVideo = slide?.media.kind === 'video'
  useEffect(() => {
    // A video says itself when it is over.
    if (!isPlaying || isVideo) return
    const timer = setTimeout(
      () => (isEnd ? setPlaying(false) : !isLast && setShown(place(index + 1))),
      seconds * 1000,
    )
    return () => clearTimeout(timer)
  }, [isPlaying, isVideo, isEnd, isLast, index, seconds])

  const go = (to: number) => setShown(place(Math.max(0, Math.min(slides.length - 1, to))))
  const close = () => (openedFromPage ? history.back() : onGone())
  const toggle = () => {
    if (isEnd && !isPlaying && index > 0) setShown(place(0))
    setPlaying(!isPlaying)
  }
  const fill = () =>
    void (
      document.fullscreenElement ? document.exitFullscreen() : dialog.current?.requestFullscreen()
    )?.catch(() => undefined)
  const keys: Record<string, () => void> = {
    ' ': toggle,
    ArrowRight: () => go(index + 1),
    ArrowLeft: () => go(index - 1),
    Home: () => go(0),
    End: () => go(slides.length - 1),
    f: fill,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isControl = event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement
    if (isControl && (event.key === ' ' || event.target instanceof HTMLSelectElement)) return
    runShortcut(event, keys)
  }
  const icon = (Icon: typeof X) => <Icon size={22} aria-hidden="true" />
  return (
    <WholeScreen
      dialog={dialog}
      label={t('browse.slides')}
      onKeyDown={onKeyDown}
      onCancel={close}
      className="flex-col text-snow [--color-accent:var(--color-snow)]"
    >
      <div className="relative min-h-0 grow">
        {slide ? (
          <Slide
            key={slide.media.id}
            {...{ circleId, slide, isPlaying }}
            onEnd={() => (isEnd ? setPlaying(false) : go(index + 1))}
          />
        ) : (
          <p className="grid size-full place-items-center px-6 text-center">
            {older.isLoading ? t('timeline.loadingMore') : t('browse.nothingToShow')}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap items-center justify-center gap-y-2 px-3 sm:gap-x-1 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <p className="w-full truncate text-center text-sm opacity-80 sm:w-auto sm:grow sm:text-left">
          {slide && formatWhen(slide.keep, language)}
          {slide?.keep.title && `, ${slide.keep.title}`}
        </p>
        <IconButton
          tone="night"
          label={t('viewer.previous')}
          icon={icon(ChevronLeft)}
          onClick={() => go(index - 1)}
        />
        <IconButton
          tone="night"
          label={t(isPlaying ? 'browse.pause' : 'browse.play')}
          icon={icon(isPlaying ? Pause : isEnd ? RotateCcw : Play)}
          onClick={toggle}
        />
        <IconButton
          tone="night"
          label={t('viewer.next')}
          icon={icon(ChevronRight)}
          onClick={() => go(index + 1)}
        />
        <label className="flex items-center gap-2 text-sm sm:ml-2">
          <span className="sr-only">{t('browse.interval')}</span>
          <select
            value={seconds}
            onChange={({ target }) => setSeconds(Number(target.value))}
            className="min-h-11 rounded-full bg-night px-3 text-snow"
          >
            {intervals.map((value) => (
              <option key={value} value={value}>
                {t('browse.seconds', { count: value })}
              </option>
            ))}
          </select>
        </label>
        {/* A phone is full already, and some know no other way of it. */}
        <span className="hidden sm:block">
          <IconButton tone="night" label={t('browse.fullScreen')} icon={icon(Maximize)} onClick={fill} />
        </span>
        <IconButton tone="night" label={t('actions.close')} icon={icon(X)} onClick={close} />
      </footer>
      <p role="status" className="sr-only">
        {isEnd && !isPlaying ? t('browse.slidesOver') : ''}
      </p>
    </WholeScreen>
  )
}

interface SlideProps {
  circleId: string
  slide: ViewedPhoto
  isPlaying: boolean
  onEnd: () => void
}

function Slide({ circleId, slide: { media, keep }, isPlaying, onEnd }: SlideProps) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const author = keep.toldBy ?? keep.author?.name ?? t('timeline.formerMember')
  useEffect(() => {
    const { current } = video
    if (!current) return
    // A browser that plays nothing by itself shows the first picture, and the person goes on.
    if (isPlaying) current.play().catch(() => undefined)
    else current.pause()
  }, [isPlaying])
  const className =
    'absolute inset-0 size-full object-contain motion-safe:animate-fade motion-reduce:animate-none'
  if (media.kind === 'video') {
    return (
      <FamilyVideo
        ref={video}
        src={mediaUrl(circleId, media, 'video')}
        poster={mediaUrl(circleId, media, 'preview')}
        aria-label={mediaLabel(t, media, { name: author })}
        onEnded={onEnd}
        onError={onEnd}
        className={className}
      />
    )
  }
  return (
    <img
      src={mediaUrl(circleId, media, 'preview')}
      alt={mediaLabel(t, media, { name: author })}
      className={className}
    />
  )
}
