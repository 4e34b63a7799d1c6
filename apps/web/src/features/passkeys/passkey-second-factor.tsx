import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { PasskeyButton } from './passkey-button.tsx'

export interface PasskeySecondFactorProps {
  challengeId: string
  /** Not to be asked in this browser again. */
  trustDevice: boolean
  onSignedIn: () => void
}

/** Finishes a sign-in with a passkey as its second factor. */
export function PasskeySecondFactor({ challengeId, trustDevice, onSignedIn }: PasskeySecondFactorProps) {
  const { t } = useTranslation()
  const options = trpc.auth.passkeys.secondFactorOptions.useMutation()
  const verify = trpc.auth.passkeys.verifySecondFactor.useMutation({ onSuccess: onSignedIn })
  return (
    <PasskeyButton
      label={t('passkeys.secondFactor')}
      begin={() => options.mutateAsync({ challengeId })}
      finish={(response) => verify.mutateAsync({ challengeId, response, trustDevice })}
    />
  )
}
