import type { PasskeyView } from '@kinkeep/contracts/passkeys'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface RemovePasskeyProps {
  /** Which one the question is about; undefined while none is meant. */
  passkey: PasskeyView | undefined
  onClose: () => void
}

export function RemovePasskey({ passkey, onClose }: RemovePasskeyProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const remove = trpc.auth.passkeys.remove.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('passkeys.removed') })
      close()
      await cache.auth.passkeys.list.invalidate()
    },
  })
  const close = () => {
    remove.reset()
    onClose()
  }
  const name = passkey?.name ?? ''
  return (
    <ConfirmDialog
      open={passkey !== undefined}
      onOpenChange={(open) => !open && close()}
      title={t('passkeys.removeTitle', { name })}
      description={t('passkeys.removeText')}
      confirmLabel={t('passkeys.removeConfirm')}
      cancelLabel={t('actions.cancel')}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, t, language)}
      onConfirm={() => passkey && remove.mutate({ passkeyId: passkey.id })}
    />
  )
}
