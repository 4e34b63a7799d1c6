import { Button } from '@kinkeep/ui/button'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { useCountdown } from './use-countdown.ts'

/** Between two codes; the server has limits of its own. */
const waitSeconds = 30

export interface SendCodeButtonProps {
  /** Whether one was sent already: the next is another one, and not at once. */
  wasSent: boolean
  pending: boolean
  onSend: () => Promise<unknown>
}

/** Asks for a code by SMS or mail, and for another one when it does not arrive. */
export function SendCodeButton({ wasSent, pending, onSend }: SendCodeButtonProps) {
  const { t } = useTranslation()
  const wait = useCountdown()
  const send = async () => {
    try {
      await onSend()
      wait.start(waitSeconds)
    } catch {
      // The form says why.
    }
  }
  const label = !wasSent
    ? t('twoFactor.challenge.send')
    : wait.left > 0
      ? t('twoFactor.challenge.resendIn', { seconds: wait.left })
      : t('twoFactor.challenge.resend')
  return (
    <Button
      tone={wasSent ? 'quiet' : 'primary'}
      size={wasSent ? 'md' : 'lg'}
      wide
      pending={pending}
      disabled={wait.left > 0}
      onClick={() => void send()}
    >
      {label}
    </Button>
  )
}
