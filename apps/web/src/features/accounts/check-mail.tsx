import { Button } from '@kinkeep/ui/button'
import { useEffect, useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

/** Seconds between two letters to the same address. */
const coolDown = 60

/** After signing up: the letter is on its way, and can be sent again after a while. */
export function CheckMail({ email, onOtherAddress }: { email: string; onOtherAddress: () => void }) {
  const { t, language } = useTranslation()
  const [seconds, setSeconds] = useState(coolDown)
  const resend = trpc.auth.resendVerification.useMutation({ onSuccess: () => setSeconds(coolDown) })

  useEffect(() => {
    if (seconds === 0) return
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000)
    return () => clearTimeout(timer)
  }, [seconds])

  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-muted text-sm">{t('checkMail.spam')}</p>
      <Button
        tone="secondary"
        pending={resend.isPending}
        disabled={seconds > 0}
        onClick={() => resend.mutate({ email })}
      >
        {seconds > 0 ? t('checkMail.resendIn', { seconds }) : t('checkMail.resend')}
      </Button>
      <p role="status" className="text-accent text-sm empty:hidden">
        {resend.isSuccess && t('checkMail.resent')}
      </p>
      <p role="alert" className="text-danger text-sm empty:hidden">
        {resend.error && errorText(resend.error, t, language)}
      </p>
      <button type="button" className="link min-h-11 text-sm" onClick={onOtherAddress}>
        {t('checkMail.wrongAddress')}
      </button>
    </div>
  )
}
