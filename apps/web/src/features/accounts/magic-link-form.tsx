import type { SignInResult } from '@kinkeep/contracts/accounts'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Form } from '@kinkeep/ui/form'
import { useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

interface MagicLinkFormProps {
  token: string
  onResult: (result: SignInResult) => void
}

/** Signing in is a click and never the opening of the link: mail scanners open links. */
export function MagicLinkForm({ token, onResult }: MagicLinkFormProps) {
  const { t } = useTranslation()
  const confirm = trpc.auth.confirmMagicLink.useMutation({ onSuccess: onResult })
  const errors = useFormErrors([], confirm.error)
  return (
    <Form
      error={errors.form}
      pending={confirm.isPending}
      onSubmit={(data) => confirm.mutate({ token, remember: data.has('remember') })}
    >
      <Checkbox name="remember" label={t('signIn.remember')} defaultChecked />
      <Button type="submit" size="lg" wide pending={confirm.isPending}>
        {t('signIn.submit')}
      </Button>
    </Form>
  )
}
