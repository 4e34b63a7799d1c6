import { IconButton } from '@kinkeep/ui/icon-button'
import { Progress } from '@kinkeep/ui/progress'
import { FolderSearch, RotateCw, ShieldCheck, X } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { bringBack } from './upload-actions.tsx'
import { isDelivered, isTrouble, isWorthRetrying, type UploadItem } from './upload-item.ts'
import { uploadText } from './upload-texts.ts'
import { UploadThumb } from './upload-thumb.tsx'
import { UploadTwin } from './upload-twin.tsx'
import { removeUploads, retryUploads } from './uploads.ts'

export interface UploadRowProps {
  item: UploadItem
  isPaused: boolean
}

/** One file: what it is, how far it is, what went wrong, and what can be done. */
export const UploadRow = memo(function UploadRow({ item, isPaused }: UploadRowProps) {
  const translation = useTranslation()
  const { t } = translation
  const { name, state, uploadKey } = item
  const isOver = isDelivered(item) || isTrouble(state) || state === 'duplicate'
  return (
    <div className="flex items-center gap-3 py-1.5 pr-1 pl-4">
      <UploadThumb item={item} />
      <div className="min-w-0 grow">
        <p className="truncate text-sm">{name}</p>
        <p className={isTrouble(state) ? 'text-danger text-xs' : 'text-muted text-xs'}>
          {uploadText(item, { isPaused }, translation)}
        </p>
        {(state === 'sending' || state === 'completing' || (state === 'waiting' && item.stored > 0)) && (
          <Progress label={t('uploads.progressOf', { name })} value={item.sent / Math.max(1, item.size)} />
        )}
        {state === 'reading' && item.read < item.size && item.read > 0 && (
          <Progress label={t('uploads.progressOf', { name })} value={item.read / item.size} />
        )}
        {state === 'duplicate' && item.twin && <UploadTwin item={item} twin={item.twin} />}
      </div>
      {isWorthRetrying(item) && (
        <IconButton
          label={t('uploads.retry', { name })}
          icon={<RotateCw size={18} aria-hidden="true" />}
          onClick={() => retryUploads([uploadKey])}
        />
      )}
      {state === 'missing' && (
        <IconButton
          label={t('uploads.chooseOneAgain', { name })}
          icon={<FolderSearch size={18} aria-hidden="true" />}
          onClick={() => void bringBack([uploadKey])}
        />
      )}
      {state === 'ready' && item.isVerified ? (
        <span className="grid size-11 shrink-0 place-items-center text-accent">
          <ShieldCheck size={20} aria-hidden="true" />
        </span>
      ) : (
        <IconButton
          label={t(isOver ? 'uploads.dismiss' : 'uploads.cancel', { name })}
          icon={<X size={18} aria-hidden="true" />}
          onClick={() => removeUploads([uploadKey])}
        />
      )}
    </div>
  )
})
