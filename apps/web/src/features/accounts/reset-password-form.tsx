import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { useRouter } from '@tanstack/react-router'
import { findEmpty, findShort, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewPasswordField } from './new-password-field.tsx'

const names = ['password'] as const

/** A new password by the link from a mail. */
export function ResetPasswordForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  const reset = trpc.auth.confirmPasswordReset.useMutation({
    onSuccess: () => {
      // Every session has ended, also one that this browser had.
      router.options.context.queryClient.clear()
      onDone()
    },
  })
  const errors = useFormErrors(names, reset.error)
  const submit = (data: FormData) => {
    if (!errors.accept({ ...findEmpty(data, names), ...findShort(data, 'password') })) return
    reset.mutate({ token, password: textOf(data, 'password') })
  }
  return (
    <Form error={errors.form} pending={reset.isPending} onSubmit={submit}>
      <NewPasswordField name="password" label={t('password.new')} errors={errors} />
      <Button type="submit" size="lg" wide pending={reset.isPending}>
        {t('password.reset.save')}
      </Button>
    </Form>
  )
}
