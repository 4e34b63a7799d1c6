import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { errorText } from '../../lib/error-text.ts'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { CodeField } from '../two-factor/code-field.tsx'

export interface ProofByCodeProps {
  channel: 'email' | 'sms'
  onProven: () => void
}

/** A code is sent when it is asked for, not before: whoever has another way needs none. */
export function ProofByCode({ channel, onProven }: ProofByCodeProps) {
  const { t, language } = useTranslation()
  const request = trpc.auth.requestReauthentication.useMutation()
  const prove = trpc.auth.reauthenticate.useMutation({ onSuccess: onProven })
  const errors = useFormErrors(['code'], prove.error)
  const sent = request.data
  if (!sent) {
    return (
      <Form
        label={t(`security.proof.ways.${channel}`)}
        error={request.error && errorText(request.error, t, language)}
        pending={request.isPending}
        onSubmit={() => request.mutate({ channel })}
      >
        <Button type="submit" wide pending={request.isPending}>
          {t(`security.proof.ways.${channel}`)}
        </Button>
      </Form>
    )
  }
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['code']))) return
    prove.mutate({ method: 'code', codeId: sent.codeId, code: textOf(data, 'code') })
  }
  const again = () => {
    prove.reset()
    request.mutate({ channel })
  }
  return (
    <Form
      label={t(`security.proof.ways.${channel}`)}
      error={errors.form}
      pending={prove.isPending}
      onSubmit={submit}
    >
      <CodeField
        label={t('security.proof.code')}
        hint={t('security.proof.sentTo', { to: sent.sentTo })}
        error={errors.of('code')}
        kind="digits"
        autoFocus
      />
      <Button type="submit" wide pending={prove.isPending}>
        {t('security.proof.submit')}
      </Button>
      <Button tone="quiet" pending={request.isPending} onClick={again}>
        {t('security.proof.again')}
      </Button>
    </Form>
  )
}
