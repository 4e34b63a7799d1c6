import type { FactorSetup } from '@kinkeep/contracts/two-factor'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { useState } from 'react'
import { textOf } from '../../lib/form-errors.ts'
import { unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { CodeField } from './code-field.tsx'
import { SendCodeButton } from './send-code-button.tsx'
import { useCodeErrors } from './use-code-errors.ts'

type SentSetup = Exclude<FactorSetup, { kind: 'totp' }>

export interface SetupSentProps {
  setup: SentSetup
  onConfirmed: (recoveryCodes: readonly string[] | null) => Promise<void>
}

/** A code that was sent, to show that the way there works. */
export function SetupSent({ setup, onConfirmed }: SetupSentProps) {
  const { t } = useTranslation()
  const [sent, setSent] = useState(setup)
  const confirm = trpc.auth.twoFactor.confirmSetup.useMutation({
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  })
  const again = trpc.auth.twoFactor.setup.useMutation({
    onSuccess: (next) => {
      confirm.reset()
      if (next.kind !== 'totp') setSent(next)
    },
  })
  const errors = useCodeErrors(confirm.error ?? again.error)
  const submit = (data: FormData) => {
    const code = textOf(data, 'code')
    if (errors.accept(code)) confirm.mutate({ kind: sent.kind, codeId: sent.codeId, code })
  }
  return (
    <Form error={errors.form} pending={confirm.isPending} onSubmit={submit}>
      <p role="status" className="text-sm">
        {t('twoFactor.setup.sentText', { sentTo: unbroken(sent.sentTo) })}
      </p>
      <CodeField
        kind="digits"
        label={t('twoFactor.challenge.code')}
        hint={t('twoFactor.challenge.codeHint')}
        error={errors.code}
        autoFocus
      />
      <Button type="submit" size="lg" wide pending={confirm.isPending}>
        {t('twoFactor.setup.confirm')}
      </Button>
      <SendCodeButton
        wasSent
        pending={again.isPending}
        onSend={() => again.mutateAsync({ kind: setup.kind })}
      />
    </Form>
  )
}
