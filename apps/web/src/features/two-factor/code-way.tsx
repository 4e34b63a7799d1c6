import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import type { ReactNode } from 'react'
import { textOf } from '../../lib/form-errors.ts'
import { unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { CodeField } from './code-field.tsx'
import { SendCodeButton } from './send-code-button.tsx'
import { useCodeErrors } from './use-code-errors.ts'

export interface CodeWayProps {
  challengeId: string
  way: 'totp' | 'sms' | 'email' | 'recovery'
  trustDevice: boolean
  onSignedIn: () => void
  /** Between the field and the button. */
  children: ReactNode
}

/** A code from an app, a message or paper. One that is sent is sent when the person asks for it, not by arriving here. */
export function CodeWay({ challengeId, way, trustDevice, onSignedIn, children }: CodeWayProps) {
  const { t } = useTranslation()
  const verify = trpc.auth.twoFactor.verify.useMutation({ onSuccess: onSignedIn })
  const send = trpc.auth.twoFactor.sendCode.useMutation({ onSuccess: () => verify.reset() })
  const errors = useCodeErrors(verify.error ?? send.error)
  const isSent = way === 'sms' || way === 'email'

  const submit = (data: FormData) => {
    const code = textOf(data, 'code')
    if (errors.accept(code)) verify.mutate({ challengeId, way, code, trustDevice })
  }
  const sendButton = isSent && (
    <SendCodeButton
      wasSent={send.data !== undefined}
      pending={send.isPending}
      onSend={() => send.mutateAsync({ challengeId, way })}
    />
  )
  const isWaiting = isSent && send.data === undefined
  return (
    <Form error={errors.form} pending={verify.isPending} onSubmit={submit}>
      {isWaiting ? (
        sendButton
      ) : (
        <>
          {send.data && (
            <p role="status" className="text-sm">
              {t('twoFactor.challenge.leadSent', { sentTo: unbroken(send.data.sentTo) })}
            </p>
          )}
          <CodeField
            kind={way === 'recovery' ? 'recovery' : 'digits'}
            label={t(way === 'recovery' ? 'twoFactor.challenge.recoveryCode' : 'twoFactor.challenge.code')}
            hint={t(way === 'recovery' ? 'twoFactor.challenge.recoveryHint' : 'twoFactor.challenge.codeHint')}
            error={errors.code}
            autoFocus
          />
          {children}
          <Button type="submit" size="lg" wide pending={verify.isPending}>
            {t('twoFactor.challenge.submit')}
          </Button>
          {sendButton}
        </>
      )}
    </Form>
  )
}
