import { Progress } from '@kinkeep/ui/progress'
import { ArrowLeft, ArrowRight, FolderSearch, RotateCw, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { bringBack } from '../uploads/upload-actions.tsx'
import {
  isDelivered,
  isSettled,
  isTrouble,
  isWorthRetrying,
  type UploadItem,
} from '../uploads/upload-item.ts'
import { uploadText } from '../uploads/upload-texts.ts'
import { UploadTwin } from '../uploads/upload-twin.tsx'
import { localPreview, retryUploads } from '../uploads/uploads.ts'
import type { DraftPhoto } from './draft.ts'

export interface DraftPhotoTileProps {
  circleId: string
  photo: DraftPhoto
  upload: UploadItem | undefined
  index: number
  count: number
  onMove: (to: number) => void
  onRemove: () => void
}

/** One photo of a draft, with its place in the order. */
export function DraftPhotoTile({
  circleId,
  photo,
  upload,
  index,
  count,
  onMove,
  onRemove,
}: DraftPhotoTileProps) {
  const translation = useTranslation()
  const { t } = translation
  const { name } = photo
  const label = t('compose.photoNumber', { number: index + 1, count, name })
  // Not every browser shows HEIC; the server's own picture of it follows.
  const [broken, setBroken] = useState(false)
  const src =
    (upload && !broken ? localPreview(upload) : undefined) ??
    (photo.mediaId === null || (upload && upload.state !== 'ready')
      ? undefined
      : mediaUrl(circleId, { id: photo.mediaId }, 'thumbnail'))
  return (
    <>
      <span className="block aspect-square overflow-hidden rounded-sm bg-sunk">
        {src === undefined ? (
          <span role="img" aria-label={label} className="block p-2 text-muted text-xs">
            {name}
          </span>
        ) : (
          <img
            src={src}
            alt={label}
            draggable={false}
            decoding="async"
            onError={() => setBroken(true)}
            className="size-full object-cover"
          />
        )}
      </span>
      {upload && !isDelivered(upload) && !isSettled(upload) && (
        <Progress label={t('uploads.progressOf', { name })} value={upload.sent / Math.max(1, upload.size)} />
      )}
      {upload && (isTrouble(upload.state) || upload.state === 'duplicate') && (
        <p className={isTrouble(upload.state) ? 'text-danger text-xs' : 'text-muted text-xs'}>
          {uploadText(upload, { isPaused: false }, translation)}
        </p>
      )}
      {upload?.state === 'duplicate' && upload.twin && <UploadTwin item={upload} twin={upload.twin} />}
      <span className="flex justify-between">
        <Small
          label={t('compose.movePhotoBack', { name })}
          off={index === 0}
          onClick={() => onMove(index - 1)}
        >
          <ArrowLeft size={16} aria-hidden="true" />
        </Small>
        {upload?.state === 'missing' && (
          <Small
            label={t('uploads.chooseOneAgain', { name })}
            onClick={() => void bringBack([upload.uploadKey])}
          >
            <FolderSearch size={16} aria-hidden="true" />
          </Small>
        )}
        {upload && isWorthRetrying(upload) && upload.state === 'refused' && (
          <Small label={t('uploads.retry', { name })} onClick={() => retryUploads([upload.uploadKey])}>
            <RotateCw size={16} aria-hidden="true" />
          </Small>
        )}
        <Small label={t('compose.removePhoto', { name })} onClick={onRemove}>
          <X size={16} aria-hidden="true" />
        </Small>
        <Small
          label={t('compose.movePhotoOn', { name })}
          off={index === count - 1}
          onClick={() => onMove(index + 1)}
        >
          <ArrowRight size={16} aria-hidden="true" />
        </Small>
      </span>
    </>
  )
}

interface SmallProps {
  label: string
  off?: boolean
  onClick: () => void
  children: ReactNode
}

function Small({ label, off = false, onClick, children }: SmallProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={off || undefined}
      onClick={() => !off && onClick()}
      className="grid size-8 place-items-center rounded-full text-muted hover:bg-sunk hover:text-ink aria-disabled:opacity-35"
    >
      {children}
    </button>
  )
}
