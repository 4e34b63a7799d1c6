import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { PasskeyButton } from './passkey-button.tsx'

/** Shows again that it is them, for whoever has a passkey. Nothing in a browser without them. */
export function PasskeyReauthentication({ onProven }: { onProven: () => void }) {
  const { t } = useTranslation()
  const options = trpc.auth.passkeys.reauthenticateOptions.useMutation()
  const reauthenticate = trpc.auth.passkeys.reauthenticate.useMutation({ onSuccess: onProven })
  return (
    <PasskeyButton
      label={t('passkeys.confirm')}
      begin={() => options.mutateAsync()}
      finish={(response) => reauthenticate.mutateAsync({ response })}
    />
  )
}
