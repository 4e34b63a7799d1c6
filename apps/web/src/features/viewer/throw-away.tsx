import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { useEffect, useId, useRef } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import type { ViewedPhoto } from './viewed-photo.ts'

export interface ThrowAwayProps {
  circleId: string
  photo: ViewedPhoto
  /** The whole memory goes to the trash. */
  onTrash: () => void
  /** The photo alone is about to be gone: another is to be shown. */
  onDeleted: () => void
  onClose: () => void
}

/**
 * Asks what is meant where a memory is more than the photo in sight. In its place: over a photo no dialog of ours
 * could lie. The safe answer has the focus.
 */
export function ThrowAway({ circleId, photo, onTrash, onDeleted, onClose }: ThrowAwayProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const title = useId()
  const text = useId()
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  const erase = trpc.media.delete.useMutation({
    onSuccess: () => {
      onDeleted()
      return Promise.all([
        utils.keeps.list.invalidate({ circleId }),
        utils.keeps.timeline.invalidate({ circleId }),
      ])
    },
  })
  const { id: mediaId, kind } = photo.media
  return (
    <div className="absolute inset-0 z-10 flex items-end justify-center bg-scrim sm:items-center sm:p-6">
      <div
        role="alertdialog"
        aria-labelledby={title}
        aria-describedby={text}
        className="w-full rounded-t-xl bg-surface p-6 pb-[max(1.5rem,env(safe-area-inset-bottom))] text-ink shadow-floating sm:max-w-md sm:rounded-xl"
      >
        <h2 id={title} className="text-lg">
          {t('gathered.trash.whatQuestion')}
        </h2>
        <p id={text} className="mt-2 text-muted text-sm">
          {t('gathered.trash.whatText', { count: limits.trashDays })}
        </p>
        <p role="alert" className="mt-3 text-danger text-sm empty:hidden">
          {erase.error && errorText(erase.error, t, language)}
        </p>
        <div className="mt-6 flex flex-col gap-3">
          <Button onClick={onTrash}>{t('gathered.trash.whole')}</Button>
          <Button tone="danger" pending={erase.isPending} onClick={() => erase.mutate({ circleId, mediaId })}>
            {t(kind === 'video' ? 'gathered.trash.thisVideo' : 'gathered.trash.thisPhoto')}
          </Button>
          <Button ref={cancel} tone="secondary" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </div>
  )
}
