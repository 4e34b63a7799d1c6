import type { KeepView } from '@kinkeep/contracts/keeps'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface DeleteForeverProps {
  circleId: string
  keep: KeepView
  name: string
  /** Told whether it is gone. */
  onClose: (isGone: boolean) => void
}

/** Asks before what nobody takes back, and says what goes with it and what does not. */
export function DeleteForever({ circleId, keep, name, onClose }: DeleteForeverProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const finish = async () => {
    showToast({ tone: 'done', text: t('gathered.trash.deleted') })
    await utils.keeps.list.invalidate({ circleId })
    onClose(true)
  }
  const erase = trpc.keeps.deleteForever.useMutation({
    onSuccess: finish,
    // Somebody was quicker, or the answer to the first try was lost: it is gone either way.
    onError: (error) => (readError(error).reason === 'NOT_FOUND' ? finish() : undefined),
  })
  const count = keep.media.length
  const hasVideo = keep.media.some(({ kind }) => kind === 'video')
  const whatGoes =
    count === 0
      ? t('gathered.trash.whatGoesNote')
      : t(hasVideo ? 'gathered.trash.whatGoesVideo' : 'gathered.trash.whatGoes', { count })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={t('gathered.trash.question', { name })}
      description={`${whatGoes} ${t('gathered.trash.whatStays')}`}
      confirmLabel={t('gathered.trash.forever')}
      cancelLabel={t('actions.cancel')}
      pending={erase.isPending}
      error={
        erase.error && readError(erase.error).reason !== 'NOT_FOUND'
          ? errorText(erase.error, t, language)
          : null
      }
      onConfirm={() => erase.mutate({ circleId, keepId: keep.id })}
    />
  )
}
