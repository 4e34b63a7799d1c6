import { IconButton } from '@kinkeep/ui/icon-button'
import { Progress } from '@kinkeep/ui/progress'
import { Check, RotateCw, X } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { isDelivered, type UploadItem } from './upload-item.ts'
import { uploadText } from './upload-texts.ts'
import { UploadThumb } from './upload-thumb.tsx'
import { removeUploads, retryUploads } from './uploads.ts'

/** One file: what it is, how far it is, what went wrong, and what can be done. */
export const UploadRow = memo(function UploadRow({ item }: { item: UploadItem }) {
  const translation = useTranslation()
  const { t } = translation
  const { name } = item
  const isTrouble = item.reason !== null
  return (
    <div className="flex items-center gap-3 py-1.5 pr-1 pl-4">
      <UploadThumb item={item} />
      <div className="min-w-0 grow">
        <p className="truncate text-sm">{name}</p>
        <p className={isTrouble ? 'text-danger text-xs' : 'text-muted text-xs'}>
          {uploadText(item, translation)}
        </p>
        {(item.state === 'sending' || item.state === 'completing') && (
          <Progress label={t('uploads.progressOf', { name })} value={item.sent / Math.max(1, item.size)} />
        )}
      </div>
      {item.state === 'refused' && (
        <IconButton
          label={t('uploads.retry', { name })}
          icon={<RotateCw size={18} aria-hidden="true" />}
          onClick={() => retryUploads([item.uploadKey])}
        />
      )}
      {item.state === 'ready' ? (
        <span className="grid size-11 place-items-center text-accent">
          <Check size={20} aria-hidden="true" />
        </span>
      ) : (
        <IconButton
          label={t(isDelivered(item) || isTrouble ? 'uploads.dismiss' : 'uploads.cancel', { name })}
          icon={<X size={18} aria-hidden="true" />}
          onClick={() => removeUploads([item.uploadKey])}
        />
      )}
    </div>
  )
})
