import { Progress } from '@kinkeep/ui/progress'
import { ArrowLeft, ArrowRight, RotateCw, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { isDelivered, type UploadItem } from '../uploads/upload-item.ts'
import { uploadText } from '../uploads/upload-texts.ts'
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
      {upload && !isDelivered(upload) && upload.state !== 'refused' && (
        <Progress label={t('uploads.progressOf', { name })} value={upload.sent / Math.max(1, upload.size)} />
      )}
      {upload?.state === 'refused' && (
        <p className="text-danger text-xs">{uploadText(upload, translation)}</p>
      )}
      <span className="flex justify-between">
        <Small
          label={t('compose.movePhotoBack', { name })}
          off={index === 0}
          onClick={() => onMove(index - 1)}
        >
          <ArrowLeft size={16} aria-hidden="true" />
        </Small>
        {upload?.state === 'refused' && (
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
