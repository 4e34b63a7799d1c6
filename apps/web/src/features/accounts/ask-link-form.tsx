import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const names = ['email'] as const

export interface AskLinkFormProps {
  submitLabel: string
  pending: boolean
  error: unknown
  onAsk: (email: string) => void
}

/** An address to which something is to be sent. */
export function AskLinkForm({ submitLabel, pending, error, onAsk }: AskLinkFormProps) {
  const { t } = useTranslation()
  const errors = useFormErrors(names, error)
  const submit = (data: FormData) => {
    if (errors.accept(findEmpty(data, names))) onAsk(textOf(data, 'email').trim())
  }
  return (
    <Form error={errors.form} pending={pending} onSubmit={submit}>
      <TextField
        name="email"
        type="email"
        label={t('fields.emailLabel')}
        hint={null}
        error={errors.of('email', { invalid: t('fields.email') })}
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit" size="lg" wide pending={pending}>
        {submitLabel}
      </Button>
    </Form>
  )
}
