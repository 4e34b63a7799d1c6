import type { KeepView } from '@kinkeep/contracts/keeps'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Link } from '@tanstack/react-router'
import {
  BookImage,
  CircleDot,
  Download,
  Maximize2,
  Pencil,
  RotateCw,
  Share2,
  Trash2,
  X,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { RefObject } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { Hindrance } from '../timeline/may-change.ts'
import { downloadUrl } from '../timeline/media-url.ts'
import type { MovingHandle } from './media-stage.tsx'
import type { ViewedPhoto } from './viewed-photo.ts'
import type { StageHandle } from './viewer-stage.tsx'

export interface ViewerBarProps {
  circleId: string
  photo: ViewedPhoto
  /** 1 is the first. */
  number: number
  count: number
  hindrance: Hindrance
  stage: RefObject<StageHandle | null>
  moving: RefObject<MovingHandle | null>
  /** Turns it by a quarter; null where it cannot be turned. */
  onTurn: (() => void) | null
  onEdit: (keep: KeepView) => void
  onTrash: (keepId: string) => void
  onClose: () => void
}

/** What can be done with the photo in sight. */
export function ViewerBar({
  circleId,
  photo,
  number,
  count,
  hindrance,
  stage,
  moving,
  ...on
}: ViewerBarProps) {
  const { t } = useTranslation()
  const { keep, media } = photo
  const icon = (Icon: typeof X) => <Icon size={21} aria-hidden="true" />
  return (
    <header className="flex items-center px-1 py-2 sm:gap-1 sm:px-2">
      <p
        className="min-w-0 grow truncate px-1 text-xs tabular-nums opacity-80 sm:px-2 sm:text-sm"
        aria-live="polite"
      >
        {t('viewer.position', { number, count })}
      </p>
      {media.liveId !== null && (
        <IconButton
          tone="night"
          label={t('viewer.playLive')}
          icon={icon(CircleDot)}
          onClick={() => moving.current?.toggle()}
        />
      )}
      <span className={`hidden gap-1 ${media.kind === 'video' ? '' : 'sm:flex'}`}>
        <IconButton
          tone="night"
          label={t('viewer.zoomOut')}
          icon={icon(ZoomOut)}
          onClick={() => stage.current?.zoomAt(1 / 1.5)}
        />
        <IconButton
          tone="night"
          label={t('viewer.zoomIn')}
          icon={icon(ZoomIn)}
          onClick={() => stage.current?.zoomAt(1.5)}
        />
        <IconButton
          tone="night"
          label={t('viewer.zoomFit')}
          icon={icon(Maximize2)}
          onClick={() => stage.current?.fit()}
        />
      </span>
      <a
        href={downloadUrl(circleId, media.id)}
        download
        aria-label={t('viewer.download')}
        className="inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-night/55 text-snow transition-colors hover:bg-night/80"
      >
        {icon(Download)}
      </a>
      {hindrance !== 'viewerOnly' && (
        <Link
          to="/c/$circleId/albums"
          params={{ circleId }}
          search={{ add: keep.id }}
          aria-label={t('timeline.addToAlbum')}
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-night/55 text-snow transition-colors hover:bg-night/80"
        >
          {icon(BookImage)}
        </Link>
      )}
      {hindrance === null && keep.visibility === 'circle' && (
        <Link
          to="/c/$circleId/settings"
          params={{ circleId }}
          hash={`share-${keep.id}`}
          aria-label={t('timeline.share')}
          className={`${media.liveId === null ? 'inline-flex' : 'hidden sm:inline-flex'} size-11 shrink-0 items-center justify-center rounded-full bg-night/55 text-snow transition-colors hover:bg-night/80`}
        >
          {icon(Share2)}
        </Link>
      )}
      {hindrance === null && (
        <>
          {on.onTurn && (
            <IconButton tone="night" label={t('viewer.turn')} icon={icon(RotateCw)} onClick={on.onTurn} />
          )}
          <IconButton
            tone="night"
            label={t('viewer.edit')}
            icon={icon(Pencil)}
            onClick={() => on.onEdit(keep)}
          />
          <IconButton
            tone="night"
            label={t('viewer.trash')}
            icon={icon(Trash2)}
            onClick={() => on.onTrash(keep.id)}
          />
        </>
      )}
      <IconButton tone="night" label={t('viewer.close')} icon={icon(X)} onClick={on.onClose} />
    </header>
  )
}
