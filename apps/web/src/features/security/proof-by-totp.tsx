import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { CodeField } from '../two-factor/code-field.tsx'

export function ProofByTotp({ onProven }: { onProven: () => void }) {
  const { t } = useTranslation()
  const prove = trpc.auth.reauthenticate.useMutation({ onSuccess: onProven })
  const errors = useFormErrors(['code'], prove.error)
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['code']))) return
    prove.mutate({ method: 'totp', code: textOf(data, 'code') })
  }
  return (
    <Form
      label={t('security.proof.ways.totp')}
      error={errors.form}
      pending={prove.isPending}
      onSubmit={submit}
    >
      <CodeField
        label={t('security.proof.code')}
        hint={t('security.proof.totpHint')}
        error={errors.of('code')}
        kind="digits"
        autoFocus
      />
      <Button type="submit" wide pending={prove.isPending}>
        {t('security.proof.submit')}
      </Button>
    </Form>
  )
}
