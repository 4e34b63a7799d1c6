import { IconButton } from '@kinkeep/ui/icon-button'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { WholeScreen } from '../../components/whole-screen.tsx'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { runShortcut } from '../../lib/shortcuts.ts'
import { FavouriteButton } from '../browse/favourite-button.tsx'
import { LazyTalkPanel } from '../conversation/lazy-talk.ts'
import { ReactionBar } from '../conversation/reaction-bar.tsx'
import type { TalkReader } from '../conversation/talk-reader.ts'
import { KeepSubjects } from '../keep-people/keep-subjects.tsx'
import { mediaLabel } from '../timeline/media-label.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { formatMoment } from '../timeline/wall-date.ts'
import { MediaStage, type MovingHandle } from './media-stage.tsx'
import { useTurns } from './use-turns.ts'
import type { ViewedPhoto } from './viewed-photo.ts'
import { ViewerBar, type ViewerBarProps } from './viewer-bar.tsx'
import type { StageHandle } from './viewer-stage.tsx'

const ThrowAway = lazy(async () => {
  const [{ ThrowAway }] = await Promise.all([import('./throw-away.tsx'), loadTexts('memories')])
  return { default: ThrowAway }
})

export interface PhotoViewerProps
  extends Pick<ViewerBarProps, 'hindrance' | 'onEdit' | 'onTrash' | 'onClose'> {
  circleId: string
  photos: readonly ViewedPhoto[]
  /** Which of them is in sight. */
  index: number
  reader: TalkReader
  onShow: (mediaId: string) => void
}

/** One photo, and nothing else. */
export function PhotoViewer({ circleId, photos, index, reader, onShow, ...bar }: PhotoViewerProps) {
  const { t, language } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const stage = useRef<StageHandle>(null)
  const moving = useRef<MovingHandle>(null)
  const [isTalking, setTalking] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const photo = photos[index]
  const turns = useTurns(circleId, photo?.media)
  const mayTurn = bar.hindrance === null && photo?.media.kind === 'photo'

  const go = (target: number) => {
    const next = photos[Math.max(0, Math.min(photos.length - 1, target))]
    if (next && next !== photo) onShow(next.media.id)
  }
  useEffect(() => {
    for (const each of [photos[index + 1], photos[index - 1]]) {
      if (each) new Image().src = mediaUrl(circleId, each.media, 'preview')
    }
  }, [circleId, index, photo, photos])

  const endTalk = () => {
    setTalking(false)
    dialog.current?.focus()
  }
  const endQuestion = () => {
    setAsking(false)
    dialog.current?.focus()
  }
  /** What is nothing without its one photo goes as a whole; elsewhere somebody may have meant the photo alone. */
  const throwAway = (keepId: string) => {
    const isMore = photo && photo.keep.media.length > (photo.keep.kind === 'media' ? 1 : 0)
    if (isMore) setAsking(true)
    else bar.onTrash(keepId)
  }
  const keys: Record<string, () => unknown> = {
    ArrowRight: () => go(index + 1),
    ArrowLeft: () => go(index - 1),
    Home: () => go(0),
    End: () => go(photos.length - 1),
    '+': () => stage.current?.zoomAt(1.5),
    '=': () => stage.current?.zoomAt(1.5),
    '-': () => stage.current?.zoomAt(1 / 1.5),
    '0': () => stage.current?.fit(),
    r: () => photo && mayTurn && turns.turn(photo.media),
    ' ': () => moving.current?.toggle(),
    k: () => moving.current?.toggle(),
    l: () => moving.current?.toggle(),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTalking && event.key === 'Escape') {
      event.preventDefault()
      endTalk()
      return
    }
    if (isAsking) {
      if (event.key !== 'Escape') return
      event.preventDefault()
      endQuestion()
      return
    }
    // What is typed into the conversation is not meant for the photo.
    if (event.target instanceof Element && event.target.closest('[data-talk]')) return
    // A player that was tabbed to has keys of its own, and so has a button.
    if (event.target instanceof HTMLVideoElement) return
    if (event.key === ' ' && event.target !== dialog.current) return
    runShortcut(event, keys)
  }
  if (!photo) return null
  const { keep, media } = photo
  const author = keep.toldBy ?? keep.author?.name ?? t('timeline.formerMember')
  const date = formatMoment(keep, language)
  return (
    <WholeScreen
      dialog={dialog}
      label={t('viewer.title')}
      shownId={media.id}
      onKeyDown={onKeyDown}
      onCancel={() => {
        if (isAsking) endQuestion()
        else if (isTalking) endTalk()
        else bar.onClose()
      }}
      // A second Escape at once closes it whatever is answered to `cancel`.
      onClose={bar.onClose}
      className="animate-fade"
    >
      <div
        inert={isAsking}
        className="flex min-w-0 grow flex-col text-snow [--color-accent:var(--color-snow)]"
      >
        <ViewerBar
          {...bar}
          {...{ circleId, photo, stage, moving }}
          onTrash={throwAway}
          onTurn={mayTurn ? () => turns.turn(media) : null}
          number={index + 1}
          count={photos.length}
        />
        <div className="relative flex min-h-0 grow">
          <MediaStage
            key={media.id}
            {...{ circleId, photo, moving }}
            turn={turns.turnOf(media)}
            handle={stage}
            alt={mediaLabel(t, media, { name: author })}
            onSwipe={(direction) => go(index + direction)}
            onPullDown={bar.onClose}
          />
          <Neighbour
            side="left"
            label={t('viewer.previous')}
            off={index === 0}
            onClick={() => go(index - 1)}
          />
          <Neighbour
            side="right"
            label={t('viewer.next')}
            off={index === photos.length - 1}
            onClick={() => go(index + 1)}
          />
        </div>
        <footer className="mx-auto w-full max-w-3xl px-5 pt-3 pb-[max(1.25rem,env(safe-area-inset-bottom))] text-center">
          {(keep.title ?? keep.body) !== null && (
            <p className="mb-1 max-h-24 overflow-y-auto whitespace-pre-line">
              {[keep.title, keep.body].filter(Boolean).join('\n')}
            </p>
          )}
          <div className="mb-1 flex flex-wrap items-center justify-center gap-x-4 gap-y-1 empty:hidden">
            <KeepSubjects {...{ circleId, keep }} />
          </div>
          <p className="text-sm opacity-80">{t('viewer.details', { date, author })}</p>
          <div className="mt-1 -mb-2 flex justify-center">
            <ReactionBar key={keep.id} {...{ circleId, keep }} tone="night" onTalk={() => setTalking(true)} />
            <FavouriteButton {...{ circleId, keep }} tone="night" />
          </div>
        </footer>
      </div>
      {isTalking && (
        <Suspense>
          <LazyTalkPanel key={keep.id} {...{ circleId, reader }} keepId={keep.id} onClose={endTalk} />
        </Suspense>
      )}
      {isAsking && (
        <Suspense>
          <ThrowAway
            key={media.id}
            {...{ circleId, photo }}
            onTrash={() => bar.onTrash(keep.id)}
            onDeleted={() => {
              endQuestion()
              const next = photos[index + 1] ?? photos[index - 1]
              if (next) onShow(next.media.id)
            }}
            onClose={endQuestion}
          />
        </Suspense>
      )}
    </WholeScreen>
  )
}

interface NeighbourProps {
  side: 'left' | 'right'
  label: string
  off: boolean
  onClick: () => void
}

function Neighbour({ side, label, off, onClick }: NeighbourProps) {
  if (off) return null
  const Icon = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <span
      className={`absolute top-1/2 hidden -translate-y-1/2 sm:block ${side === 'left' ? 'left-3' : 'right-3'}`}
    >
      <IconButton tone="night" label={label} icon={<Icon size={26} aria-hidden="true" />} onClick={onClick} />
    </span>
  )
}
