import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { useRouter } from '@tanstack/react-router'
import { useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

interface EmailChangeFormProps {
  token: string
  onStatus: (status: 'waiting' | 'changed') => void
}

/** One of two addresses agrees to a change, by a click: mail scanners open links. */
export function EmailChangeForm({ token, onStatus }: EmailChangeFormProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const confirm = trpc.users.confirmEmailChange.useMutation({
    onSuccess: ({ status }) => {
      // Every session has ended, also one that this browser had.
      if (status === 'changed') router.options.context.queryClient.clear()
      onStatus(status)
    },
  })
  const errors = useFormErrors([], confirm.error)
  return (
    <Form error={errors.form} pending={confirm.isPending} onSubmit={() => confirm.mutate({ token })}>
      <Button type="submit" size="lg" wide pending={confirm.isPending}>
        {t('password.email.confirm')}
      </Button>
    </Form>
  )
}
