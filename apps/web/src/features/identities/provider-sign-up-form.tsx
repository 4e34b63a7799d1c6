import type { SignInByProvider, SignUpByProviderResult } from '@kinkeep/contracts/identities'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

export interface ProviderSignUpFormProps {
  flowId: string
  found: Extract<SignInByProvider, { status: 'signUpWanted' }>
  onExists: (found: Extract<SignUpByProviderResult, { status: 'accountExists' }>) => void
  onSignedIn: () => void
  onConfirmationSent: (email: string) => void
}

/** The last step to an account: what one is called, and an address where the provider proved none. */
export function ProviderSignUpForm({
  flowId,
  found,
  onExists,
  onSignedIn,
  onConfirmationSent,
}: ProviderSignUpFormProps) {
  const { t, language } = useTranslation()
  const names = found.emailProven ? (['name'] as const) : (['name', 'email'] as const)
  const signUp = trpc.auth.identities.signUp.useMutation({
    onSuccess: (result, { email }) => {
      if (result.status === 'accountExists') onExists(result)
      else if (result.status === 'signedIn') onSignedIn()
      else onConfirmationSent((email ?? '').trim())
    },
  })
  const errors = useFormErrors<'name' | 'email'>(names, signUp.error)

  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, names))) return
    signUp.mutate({
      flowId,
      name: textOf(data, 'name'),
      language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(!found.emailProven && { email: textOf(data, 'email') }),
    })
  }
  return (
    <Form error={errors.form} pending={signUp.isPending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('signUp.name')}
        hint={t('signUp.nameHint')}
        error={errors.of('name')}
        defaultValue={found.name ?? ''}
        autoComplete="name"
        maxLength={limits.nameLength}
      />
      {!found.emailProven && (
        <TextField
          name="email"
          type="email"
          label={t('fields.emailLabel')}
          hint={t('identities.emailHint')}
          error={errors.of('email', { invalid: t('fields.email') })}
          defaultValue={found.email ?? ''}
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      <Button type="submit" size="lg" wide pending={signUp.isPending}>
        {t('identities.create')}
      </Button>
    </Form>
  )
}
