import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { type FieldErrors, findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

export interface AddressStepProps {
  childName: string
  email: string
  onDone: (email: string) => void
}

/** To whom the link goes. Looked at here as far as a browser can; the rest says the server. */
export function AddressStep({ childName, email, onDone }: AddressStepProps) {
  const { t } = useTranslation()
  const me = trpc.users.me.useQuery()
  const errors = useFormErrors(['email'], null)
  const submit = (data: FormData) => {
    const typed = textOf(data, 'email').trim().toLowerCase()
    const found: FieldErrors<'email'> = findEmpty(data, ['email'])
    if (typed !== '' && (!/^\S+@\S+\.\S+$/.test(typed) || typed === me.data?.email)) found.email = 'invalid'
    if (errors.accept(found)) onDone(typed)
  }
  return (
    <Form error={null} pending={false} onSubmit={submit}>
      <TextField
        name="email"
        type="email"
        label={t('upgrades.email', { name: childName })}
        hint={t('upgrades.emailHint')}
        error={errors.of('email', { invalid: t('upgrades.emailInvalid') })}
        defaultValue={email}
        autoComplete="off"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={limits.emailLength}
      />
      <Button type="submit" wide>
        {t('upgrades.next')}
      </Button>
    </Form>
  )
}
