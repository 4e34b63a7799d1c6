import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { findEmpty, findShort, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewPasswordField } from './new-password-field.tsx'

const names = ['name', 'email', 'password'] as const

export interface SignUpFormProps {
  /** From an invitation's link: proves the address it was sent to. */
  invitationToken: string | undefined
  /** Said under the address, where an invitation names one. */
  emailHint: string | null
  onConfirmationSent: (email: string) => void
  onSignedIn: () => void
}

export function SignUpForm({ invitationToken, emailHint, onConfirmationSent, onSignedIn }: SignUpFormProps) {
  const { t, language } = useTranslation()
  const signUp = trpc.auth.signUp.useMutation({
    onSuccess: ({ status }, { email }) =>
      status === 'signedIn' ? onSignedIn() : onConfirmationSent(email.trim()),
  })
  const errors = useFormErrors(names, signUp.error)

  const submit = (data: FormData) => {
    const password = textOf(data, 'password')
    const found = { ...findEmpty(data, names), ...findShort(data, 'password') }
    if (!errors.accept(found)) return
    signUp.mutate({
      name: textOf(data, 'name'),
      email: textOf(data, 'email'),
      password,
      language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(invitationToken !== undefined && { invitationToken }),
    })
  }
  return (
    <Form error={errors.form} pending={signUp.isPending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('signUp.name')}
        hint={t('signUp.nameHint')}
        error={errors.of('name')}
        autoComplete="name"
        maxLength={limits.nameLength}
      />
      <TextField
        name="email"
        type="email"
        label={t('fields.emailLabel')}
        hint={emailHint}
        error={errors.of('email', { invalid: t('fields.email') })}
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={limits.emailLength}
      />
      <NewPasswordField name="password" label={t('fields.password')} errors={errors} />
      <Button type="submit" size="lg" wide pending={signUp.isPending}>
        {t('signUp.submit')}
      </Button>
    </Form>
  )
}
