import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { PasswordField } from '@kinkeep/ui/password-field'
import { findEmpty, findShort, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewPasswordField } from './new-password-field.tsx'

const names = ['current', 'password'] as const

/** Another password, or a first one. Everybody else is signed out then. */
export function PasswordDialog({ hasPassword, onClose }: { hasPassword: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const change = trpc.auth.changePassword.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('password.changed') })
      onClose()
      await cache.auth.invalidate()
    },
  })
  const isWrong = change.error !== null && readError(change.error).reason === 'CREDENTIALS_WRONG'
  const errors = useFormErrors(names, isWrong ? null : change.error)
  const asked = hasPassword ? names : (['password'] as const)
  const submit = (data: FormData) => {
    if (!errors.accept({ ...findEmpty(data, asked), ...findShort(data, 'password') })) return
    const current = textOf(data, 'current')
    change.mutate({ password: textOf(data, 'password'), ...(hasPassword && { current }) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(hasPassword ? 'password.change' : 'password.set')}
      description={t('password.changeText')}
      closeLabel={t('actions.close')}
    >
      <Form error={errors.form} pending={change.isPending} onSubmit={submit}>
        {hasPassword && (
          <PasswordField
            name="current"
            label={t('password.current')}
            hint={null}
            error={isWrong ? t('password.currentWrong') : errors.of('current')}
            autoComplete="current-password"
            showLabel={t('fields.showPassword')}
            hideLabel={t('fields.hidePassword')}
          />
        )}
        <NewPasswordField name="password" label={t('password.new')} errors={errors} />
        <Button type="submit" wide pending={change.isPending}>
          {t('password.save')}
        </Button>
      </Form>
    </Dialog>
  )
}
