import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { PasswordField } from '@kinkeep/ui/password-field'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

export function ProofByPassword({ onProven }: { onProven: () => void }) {
  const { t } = useTranslation()
  const [me] = trpc.users.me.useSuspenseQuery()
  const prove = trpc.auth.reauthenticate.useMutation({ onSuccess: onProven })
  const errors = useFormErrors(['password'], prove.error)
  const isWrong = prove.error?.data?.reason === 'CREDENTIALS_WRONG'
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['password']))) return
    prove.mutate({ method: 'password', password: textOf(data, 'password') })
  }
  return (
    <Form
      label={t('security.proof.ways.password')}
      error={isWrong ? null : errors.form}
      pending={prove.isPending}
      onSubmit={submit}
    >
      {/* For password managers, which look for whose password it is. */}
      <input name="username" autoComplete="username" defaultValue={me?.email} readOnly hidden />
      <PasswordField
        name="password"
        label={t('fields.password')}
        hint={null}
        error={isWrong ? t('security.proof.wrongPassword') : errors.of('password')}
        autoComplete="current-password"
        showLabel={t('fields.showPassword')}
        hideLabel={t('fields.hidePassword')}
        autoFocus
      />
      <Button type="submit" wide pending={prove.isPending}>
        {t('security.proof.submit')}
      </Button>
    </Form>
  )
}
