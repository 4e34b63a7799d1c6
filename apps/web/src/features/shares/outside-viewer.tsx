import type { SharedKeep, SharedMedia } from '@kinkeep/contracts/share-links'
import { Button } from '@kinkeep/ui/button'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { FamilyVideo } from '../../components/family-video.tsx'
import { WholeScreen } from '../../components/whole-screen.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { runShortcut } from '../../lib/shortcuts.ts'
import { pictureLabel } from './outside-keep.tsx'
import { outsideUrl } from './outside-url.ts'
import { useDownload } from './use-download.ts'

export interface OutsidePicture {
  media: SharedMedia
  keep: SharedKeep
}

export interface OutsideViewerProps {
  linkId: string
  pictures: readonly OutsidePicture[]
  /** Which of them is in sight. */
  index: number
  mayDownload: boolean
  onShow: (mediaId: string) => void
  onClose: () => void
}

/** CSS pixels that a finger must go aside for the next picture. */
const swipe = 60

/** One picture on the whole screen, with large buttons; fetched when the first is opened. */
export default function OutsideViewer(props: OutsideViewerProps) {
  const { linkId, pictures, index, mayDownload, onShow, onClose } = props
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const touched = useRef<number>(undefined)
  const { busyWith, download } = useDownload(linkId)
  const picture = pictures[index]
  const go = (target: number) => {
    const next = pictures[target]
    if (next) onShow(next.media.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLVideoElement) return
    runShortcut(event, { ArrowRight: () => go(index + 1), ArrowLeft: () => go(index - 1) })
  }
  const onPointerUp = ({ clientX }: PointerEvent) => {
    const way = clientX - (touched.current ?? clientX)
    touched.current = undefined
    if (Math.abs(way) > swipe) go(index + (way < 0 ? 1 : -1))
  }
  if (!picture) return null
  const { media, keep } = picture
  const number = keep.media.findIndex(({ id }) => id === media.id) + 1
  const label = pictureLabel(t, media.kind, number, keep.media.length)
  const icon = (Icon: typeof X) => <Icon size={28} aria-hidden="true" />
  return (
    <WholeScreen
      dialog={dialog}
      label={label}
      shownId={media.id}
      onKeyDown={onKeyDown}
      onCancel={onClose}
      className="animate-fade flex-col text-snow [--color-accent:var(--color-snow)]"
    >
      <header className="flex justify-end p-3">
        <Button tone="secondary" size="lg" onClick={onClose}>
          {icon(X)}
          {t('shares.close')}
        </Button>
      </header>
      <div
        className="flex min-h-0 grow items-center justify-center"
        onPointerDown={({ clientX, isPrimary }) => {
          touched.current = isPrimary ? clientX : undefined
        }}
        onPointerUp={onPointerUp}
      >
        {media.kind === 'video' ? (
          <FamilyVideo
            key={media.id}
            src={outsideUrl(linkId, media, 'video')}
            poster={outsideUrl(linkId, media, 'preview')}
            aria-label={label}
            controls
            preload="metadata"
            className="max-h-full max-w-full"
          />
        ) : (
          <img
            key={media.id}
            src={outsideUrl(linkId, media, 'preview')}
            alt={label}
            draggable={false}
            className="max-h-full max-w-full touch-pinch-zoom select-none object-contain"
          />
        )}
      </div>
      <footer className="flex flex-wrap justify-center gap-3 px-3 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <Button
          tone="secondary"
          size="lg"
          aria-label={t('shares.previous')}
          disabled={index === 0}
          onClick={() => go(index - 1)}
        >
          {icon(ChevronLeft)}
        </Button>
        <Button
          tone="secondary"
          size="lg"
          aria-label={t('shares.next')}
          disabled={index === pictures.length - 1}
          onClick={() => go(index + 1)}
        >
          {icon(ChevronRight)}
        </Button>
        {mayDownload && (
          <Button
            tone="secondary"
            size="lg"
            pending={busyWith === media.id}
            onClick={() => void download(media)}
          >
            {icon(Download)}
            {t('shares.download')}
          </Button>
        )}
      </footer>
    </WholeScreen>
  )
}
