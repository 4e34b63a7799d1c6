import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import type { FactorProof as Proof } from '@kinkeep/contracts/two-factor'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { useState } from 'react'
import { textOf } from '../../lib/form-errors.ts'
import { unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { CodeField } from './code-field.tsx'
import { SendCodeButton } from './send-code-button.tsx'
import { useCodeErrors } from './use-code-errors.ts'

export interface FactorProofProps {
  /** What is set up, the preferred one first. */
  factors: readonly SecondFactor[]
  confirmLabel: string
  pending: boolean
  error: unknown
  onProof: (proof: Proof) => void
}

/** A fresh code of something that is set up, without which nothing of it goes. */
export function FactorProof({ factors, confirmLabel, pending, error, onProof }: FactorProofProps) {
  const { t } = useTranslation()
  const ways = [...factors, 'recovery'] as const
  const [way, setWay] = useState<SecondFactor | 'recovery'>(ways[0] ?? 'recovery')
  const send = trpc.auth.twoFactor.requestDisable.useMutation()
  const errors = useCodeErrors(send.error ?? error)
  const isSent = way === 'sms' || way === 'email'

  const submit = (data: FormData) => {
    const code = textOf(data, 'code')
    if (!errors.accept(code)) return
    if (!isSent) onProof({ way, code })
    else if (send.data) onProof({ way, codeId: send.data.codeId, code })
  }
  const choose = (next: SecondFactor | 'recovery') => {
    send.reset()
    setWay(next)
  }
  const sendButton = isSent && (
    <SendCodeButton
      key={way}
      wasSent={send.data !== undefined}
      pending={send.isPending}
      onSend={() => send.mutateAsync({ way })}
    />
  )
  return (
    <Form error={errors.form} pending={pending} onSubmit={submit}>
      <Select
        name="way"
        label={t('twoFactor.proof.way')}
        hint={null}
        error={null}
        value={way}
        onChange={(event) => {
          const next = ways.find((each) => each === event.currentTarget.value)
          if (next) choose(next)
        }}
        options={ways.map((each) => ({ value: each, label: t(`twoFactor.ways.${each}`) }))}
      />
      {isSent && !send.data ? (
        sendButton
      ) : (
        <>
          {send.data && (
            <p role="status" className="text-sm">
              {t('twoFactor.challenge.leadSent', { sentTo: unbroken(send.data.sentTo) })}
            </p>
          )}
          <CodeField
            key={way}
            kind={way === 'recovery' ? 'recovery' : 'digits'}
            label={t(way === 'recovery' ? 'twoFactor.challenge.recoveryCode' : 'twoFactor.challenge.code')}
            hint={t(way === 'recovery' ? 'twoFactor.challenge.recoveryHint' : 'twoFactor.challenge.codeHint')}
            error={errors.code}
          />
          <Button type="submit" tone="danger" wide pending={pending}>
            {confirmLabel}
          </Button>
          {sendButton}
        </>
      )}
    </Form>
  )
}
