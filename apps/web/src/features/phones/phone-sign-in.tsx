import type { SignInResult } from '@kinkeep/contracts/accounts'
import type { CodeSent } from '@kinkeep/contracts/phones'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { PhoneCodeForm } from './phone-code-form.tsx'
import { PhoneForm } from './phone-form.tsx'

export interface PhoneSignInProps {
  /** Where a code is on its way to; null while a number is asked for. */
  sent: CodeSent | null
  onSent: (sent: CodeSent | null) => void
  onResult: (result: SignInResult) => void
}

/** Signs in with a code by SMS: first the number, then the code. */
export function PhoneSignIn({ sent, onSent, onResult }: PhoneSignInProps) {
  const { t } = useTranslation()
  const [remember, setRemember] = useState(true)
  const verify = trpc.auth.phone.verify.useMutation({ onSuccess: onResult })
  const goOn = (next: CodeSent | null) => {
    verify.reset()
    onSent(next)
  }
  if (!sent) {
    return (
      <PhoneForm purpose="signIn" onSent={goOn}>
        <Checkbox
          name="remember"
          label={t('signIn.remember')}
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
      </PhoneForm>
    )
  }
  return (
    <>
      <PhoneCodeForm
        purpose="signIn"
        sent={sent}
        submitLabel={t('phone.signIn.submit')}
        error={verify.error}
        pending={verify.isPending}
        onSubmit={(code) => verify.mutate({ codeId: sent.codeId, code, remember })}
        onSent={goOn}
        onOtherNumber={() => goOn(null)}
      />
      <p className="mt-5 text-muted text-sm">{t('phone.signIn.noSms')}</p>
    </>
  )
}
