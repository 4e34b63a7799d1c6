import { useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import type { Twin, UploadItem } from './upload-item.ts'
import { removeUploads, sendUploadsAnyway } from './uploads.ts'

const small =
  'inline-flex min-h-11 min-w-11 items-center rounded-sm text-left font-medium text-accent text-xs underline underline-offset-2'

/** A file that the circle has: the way to it, out of the trash, or to send it all the same. */
export function UploadTwin({ item, twin }: { item: UploadItem; twin: Twin }) {
  const { t, language } = useTranslation()
  const { client } = useRouter().options.context
  const navigate = useNavigate()
  const utils = trpc.useUtils()
  const [isBusy, setBusy] = useState(false)
  const { circleId, uploadKey, name } = item
  const { keepId, mediaId, inTrash, mayRestore } = twin

  const restore = async () => {
    if (keepId === null) return
    setBusy(true)
    try {
      await client.keeps.restore.mutate({ circleId, keepId })
      removeUploads([uploadKey])
      showToast({ tone: 'done', text: t('uploads.restored') })
      for (const list of [utils.keeps.list, utils.keeps.timeline]) void list.invalidate({ circleId })
    } catch (error) {
      setBusy(false)
      showToast({ tone: 'error', text: errorText(error, t, language) })
    }
  }
  /** On its day, as the timeline from today on may be long; what moves of a Live Photo is shown as its photo. */
  const show = async () => {
    if (keepId === null) return
    setBusy(true)
    try {
      const keep = await client.keeps.get.query({ circleId, keepId })
      const photo = keep.media.find(({ id, liveId }) => id === mediaId || liveId === mediaId)?.id ?? mediaId
      const search = { at: keep.happenedAt.slice(0, 10), photo }
      await navigate({ to: '/c/$circleId', params: { circleId }, search })
    } catch (error) {
      showToast({ tone: 'error', text: errorText(error, t, language) })
    }
    setBusy(false)
  }
  return (
    <p className="flex flex-wrap gap-x-4">
      {!inTrash && keepId !== null && (
        <button type="button" disabled={isBusy} onClick={() => void show()} className={small}>
          {t('uploads.showTwin')}
          <span className="sr-only">: {name}</span>
        </button>
      )}
      {inTrash && mayRestore && (
        <button type="button" disabled={isBusy} onClick={() => void restore()} className={small}>
          {t('uploads.restoreTwin')}
          <span className="sr-only">: {name}</span>
        </button>
      )}
      <button type="button" onClick={() => sendUploadsAnyway([uploadKey])} className={small}>
        {t('uploads.sendAnyway')}
        <span className="sr-only">: {name}</span>
      </button>
    </p>
  )
}
