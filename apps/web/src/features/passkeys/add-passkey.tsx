import { Button } from '@kinkeep/ui/button'
import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { createPasskey } from './browser-passkeys.ts'
import { deviceName } from './device-name.ts'
import { passkeyErrorText } from './passkey-error-text.ts'

/** Has this browser make a passkey, named after itself. */
export function AddPasskey() {
  const translation = useTranslation()
  const { t } = translation
  const cache = trpc.useUtils()
  const options = trpc.auth.passkeys.registerOptions.useMutation()
  const register = trpc.auth.passkeys.register.useMutation()
  const add = useMutation({
    mutationFn: async () => {
      const response = await createPasskey(await options.mutateAsync())
      return register.mutateAsync({ name: deviceName(navigator.userAgent, t), response })
    },
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('passkeys.added') })
      await cache.auth.passkeys.list.invalidate()
    },
  })
  return (
    <div className="mt-4">
      <Button tone="secondary" pending={add.isPending} onClick={() => add.mutate()}>
        <KeyRound size={18} aria-hidden="true" />
        {t('passkeys.add')}
      </Button>
      <p role="alert" className="mt-2 text-danger text-sm empty:hidden">
        {passkeyErrorText(add.error, translation)}
      </p>
    </div>
  )
}
