import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { PasswordField } from '@kinkeep/ui/password-field'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

const names = ['password'] as const

export interface ConfirmEmailFormProps {
  token: string
  /** Whether the password has to prove that the link is in the right hands. */
  passwordWanted: boolean
  onPasswordWanted: () => void
  /** With the invitation by whose link they signed up, where it is open. */
  onSignedIn: (invitationToken: string | undefined) => void
}

/** Confirming is a click and never the opening of the link: mail scanners open links. */
export function ConfirmEmailForm({
  token,
  passwordWanted,
  onPasswordWanted,
  onSignedIn,
}: ConfirmEmailFormProps) {
  const { t } = useTranslation()
  const confirm = trpc.auth.confirmEmail.useMutation({
    onSuccess: ({ invitationToken }) => onSignedIn(invitationToken),
    onError: (error) => error.data?.reason === 'PASSWORD_REQUIRED' && onPasswordWanted(),
  })
  const asked = confirm.error?.data?.reason === 'PASSWORD_REQUIRED'
  const errors = useFormErrors(names, asked ? null : confirm.error)

  const submit = (data: FormData) => {
    if (!passwordWanted) return confirm.mutate({ token })
    if (errors.accept(findEmpty(data, names))) confirm.mutate({ token, password: textOf(data, 'password') })
  }
  return (
    <Form error={errors.form} pending={confirm.isPending} onSubmit={submit}>
      {passwordWanted && (
        <PasswordField
          name="password"
          label={t('fields.password')}
          hint={null}
          error={errors.of('password')}
          autoComplete="current-password"
          autoFocus
          showLabel={t('fields.showPassword')}
          hideLabel={t('fields.hidePassword')}
        />
      )}
      <Button type="submit" size="lg" wide pending={confirm.isPending}>
        {t('confirmEmail.submit')}
      </Button>
    </Form>
  )
}
