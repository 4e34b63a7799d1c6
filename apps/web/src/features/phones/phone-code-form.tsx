import type { CodeSent, RequestPhoneCode } from '@kinkeep/contracts/phones'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { useEffect, useRef } from 'react'
import { textOf } from '../../lib/form-errors.ts'
import { unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCodeErrors } from '../two-factor/use-code-errors.ts'
import { useCountdown } from '../two-factor/use-countdown.ts'
import { useSmsCode } from './use-sms-code.ts'

/** Between two codes; the server has limits of its own. */
const waitSeconds = 30

export interface PhoneCodeFormProps {
  purpose: RequestPhoneCode['purpose']
  sent: CodeSent
  submitLabel: string
  /** What became of the last code that was entered. */
  error: unknown
  pending: boolean
  onSubmit: (code: string) => void
  /** Another code is on its way, and what was said of the last one is over. */
  onSent: (sent: CodeSent) => void
  onOtherNumber: () => void
}

/** Takes the code from the SMS: typed, pasted, or handed over by the phone. */
export function PhoneCodeForm(props: PhoneCodeFormProps) {
  const { purpose, sent, pending } = props
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const wait = useCountdown()
  const startWaiting = wait.start
  useEffect(() => startWaiting(waitSeconds), [startWaiting])
  const resend = trpc.auth.phone.resend.useMutation({
    onSuccess: (next) => {
      props.onSent(next)
      wait.start(waitSeconds)
      if (field.current) field.current.value = ''
      field.current?.focus()
    },
  })
  const errors = useCodeErrors(props.error ?? resend.error)
  useSmsCode((code) => {
    if (field.current) field.current.value = code
    field.current?.form?.requestSubmit()
  })

  const submit = (data: FormData) => {
    const code = textOf(data, 'code')
    if (!errors.accept(code)) return
    resend.reset()
    props.onSubmit(code)
  }
  const sentTo = unbroken(sent.sentTo)
  return (
    <Form error={errors.form} pending={pending} onSubmit={submit}>
      <p role="status" className="text-sm">
        {t(purpose === 'link' ? 'phone.sentLink' : 'phone.sent', { sentTo })}
      </p>
      <TextField
        ref={field}
        name="code"
        label={t('phone.code')}
        hint={t('phone.codeHint')}
        error={errors.code}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        autoFocus
      />
      <Button type="submit" size="lg" wide pending={pending}>
        {props.submitLabel}
      </Button>
      <div className="flex flex-wrap justify-center gap-x-2">
        <Button
          tone="quiet"
          pending={resend.isPending}
          disabled={wait.left > 0}
          onClick={() => resend.mutate({ codeId: sent.codeId, purpose })}
        >
          {wait.left > 0 ? t('phone.resendIn', { seconds: wait.left }) : t('phone.resend')}
        </Button>
        <Button tone="quiet" onClick={props.onOtherNumber}>
          {t('phone.otherNumber')}
        </Button>
      </div>
    </Form>
  )
}
