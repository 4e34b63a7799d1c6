import { Button } from '@kinkeep/ui/button'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { WholeScreen } from '../../components/whole-screen.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { runShortcut } from '../../lib/shortcuts.ts'
import { downloadUrl } from '../timeline/media-url.ts'
import { MediaStage, type MovingHandle } from '../viewer/media-stage.tsx'
import type { ViewedPhoto } from '../viewer/viewed-photo.ts'
import type { StageHandle } from '../viewer/viewer-stage.tsx'

export interface GuestViewerProps {
  circleId: string
  photos: readonly ViewedPhoto[]
  /** Which of them is in sight. */
  index: number
  mayDownload: boolean
  onShow: (mediaId: string) => void
  onClose: () => void
}

/** One photo on the whole screen, with large buttons; fetched when the first is opened. */
export default function GuestViewer({
  circleId,
  photos,
  index,
  mayDownload,
  onShow,
  onClose,
}: GuestViewerProps) {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const stage = useRef<StageHandle>(null)
  const moving = useRef<MovingHandle>(null)
  const photo = photos[index]
  const go = (target: number) => {
    const next = photos[target]
    if (next) onShow(next.media.id)
  }

  const keys: Record<string, () => void> = {
    ArrowRight: () => go(index + 1),
    ArrowLeft: () => go(index - 1),
    '+': () => stage.current?.zoomAt(1.5),
    '-': () => stage.current?.zoomAt(1 / 1.5),
    ' ': () => moving.current?.toggle(),
    l: () => moving.current?.toggle(),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // A player that was tabbed to has keys of its own, and so has a button.
    if (event.target instanceof HTMLVideoElement) return
    if (event.key === ' ' && event.target !== dialog.current) return
    runShortcut(event, keys)
  }
  if (!photo) return null
  const { keep, media } = photo
  const number = keep.media.findIndex(({ id }) => id === media.id) + 1
  const author = keep.toldBy ?? keep.author?.name ?? t('timeline.formerMember')
  const icon = (Icon: typeof X) => <Icon size={28} aria-hidden="true" />
  return (
    <WholeScreen
      dialog={dialog}
      label={t('viewer.title')}
      shownId={media.id}
      onKeyDown={onKeyDown}
      onCancel={onClose}
      className="animate-fade flex-col text-snow [--color-accent:var(--color-snow)]"
    >
      <header className="flex justify-end p-3">
        <Button tone="secondary" size="lg" onClick={onClose}>
          {icon(X)}
          {t('viewer.close')}
        </Button>
      </header>
      <MediaStage
        key={media.id}
        {...{ circleId, photo, moving }}
        handle={stage}
        alt={t(media.kind === 'video' ? 'guests.video' : 'guests.photo', {
          number,
          count: keep.media.length,
          author,
        })}
        onSwipe={(direction) => go(index + direction)}
        onPullDown={onClose}
      />
      <footer className="flex flex-wrap justify-center gap-3 px-3 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <Neighbour
          label={t('viewer.previous')}
          icon={icon(ChevronLeft)}
          off={index === 0}
          onClick={() => go(index - 1)}
        />
        <Neighbour
          label={t('viewer.next')}
          icon={icon(ChevronRight)}
          off={index === photos.length - 1}
          onClick={() => go(index + 1)}
        />
        {mayDownload && (
          <Button asChild tone="secondary" size="lg">
            <a href={downloadUrl(circleId, media.id)} download>
              {icon(Download)}
              {t('guests.download')}
            </a>
          </Button>
        )}
      </footer>
    </WholeScreen>
  )
}

interface NeighbourProps {
  label: string
  icon: ReactNode
  off: boolean
  onClick: () => void
}

function Neighbour({ label, icon, off, onClick }: NeighbourProps) {
  return (
    <Button tone="secondary" size="lg" aria-label={label} disabled={off} onClick={onClick}>
      {icon}
    </Button>
  )
}
