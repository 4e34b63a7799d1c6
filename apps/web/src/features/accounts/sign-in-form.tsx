import type { SignInResult } from '@kinkeep/contracts/accounts'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Form } from '@kinkeep/ui/form'
import { PasswordField } from '@kinkeep/ui/password-field'
import { TextField } from '@kinkeep/ui/text-field'
import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

const names = ['email', 'password'] as const

export interface SignInFormProps {
  /** The box that says whether to stay signed in: other ways of the page go by it as well. */
  remember: RefObject<HTMLInputElement | null>
  onResult: (result: SignInResult) => void
}

export function SignInForm({ remember, onResult }: SignInFormProps) {
  const { t } = useTranslation()
  const signIn = trpc.auth.signIn.useMutation({ onSuccess: onResult })
  const errors = useFormErrors(names, signIn.error)

  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, names))) return
    signIn.mutate({
      email: textOf(data, 'email'),
      password: textOf(data, 'password'),
      remember: data.has('remember'),
    })
  }
  return (
    <Form error={errors.form} pending={signIn.isPending} onSubmit={submit}>
      <TextField
        name="email"
        type="email"
        label={t('fields.emailLabel')}
        hint={null}
        error={errors.of('email')}
        autoComplete="username webauthn"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        name="password"
        label={t('fields.password')}
        hint={null}
        error={errors.of('password')}
        autoComplete="current-password"
        showLabel={t('fields.showPassword')}
        hideLabel={t('fields.hidePassword')}
      />
      <p className="-mt-3 text-right text-sm">
        <Link to="/reset-password" className="link">
          {t('password.forgot')}
        </Link>
      </p>
      <Checkbox ref={remember} name="remember" label={t('signIn.remember')} defaultChecked />
      <Button type="submit" size="lg" wide pending={signIn.isPending}>
        {t('signIn.submit')}
      </Button>
    </Form>
  )
}
