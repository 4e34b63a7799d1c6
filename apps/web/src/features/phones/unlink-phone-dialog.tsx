import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

/** Asks before a number is removed, and says why it cannot be. */
export function UnlinkPhoneDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const unlink = trpc.auth.phone.unlink.useMutation({
    onSuccess: async (status) => {
      cache.auth.phone.status.setData(undefined, status)
      showToast({ tone: 'done', text: t('phone.removed') })
      onClose()
      await cache.auth.twoFactor.status.invalidate()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('phone.removeTitle')}
      description={t('phone.removeText')}
      confirmLabel={t('phone.remove')}
      cancelLabel={t('actions.cancel')}
      pending={unlink.isPending}
      error={unlink.error ? errorText(unlink.error, t, language) : null}
      onConfirm={() => unlink.mutate()}
    />
  )
}
