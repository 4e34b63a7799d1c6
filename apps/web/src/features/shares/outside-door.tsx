import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { PasswordField } from '@kinkeep/ui/password-field'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { GuestSheet } from '../guests/guest-sheet.tsx'
import { OutsideEnded } from './outside-ended.tsx'

export interface OutsideDoorProps {
  token: string
  onOpened: (linkId: string) => void
}

/** The password that whoever made the link has told, once. */
export function OutsideDoor({ token, onOpened }: OutsideDoorProps) {
  const { t } = useTranslation()
  const open = trpc.keeps.shared.open.useMutation({ onSuccess: ({ linkId }) => onOpened(linkId) })
  const errors = useFormErrors(['password'], open.error)
  const refusal = open.error && readError(open.error).reason
  if (refusal === 'LINK_INVALID' || refusal === 'LINK_EXPIRED') return <OutsideEnded why={refusal} />
  return (
    <GuestSheet title={t('shares.doorTitle')} lead={t('shares.doorLead')}>
      <Form
        error={errors.form}
        pending={open.isPending}
        onSubmit={(data) => {
          if (errors.accept(findEmpty(data, ['password']))) {
            open.mutate({ token, password: textOf(data, 'password') })
          }
        }}
      >
        <PasswordField
          name="password"
          label={t('shares.doorPassword')}
          hint={null}
          error={errors.of('password')}
          showLabel={t('shares.showPassword')}
          hideLabel={t('shares.hidePassword')}
          autoComplete="current-password"
          maxLength={limits.passwordMax}
        />
        <Button type="submit" size="lg" wide pending={open.isPending}>
          {t('shares.enter')}
        </Button>
      </Form>
    </GuestSheet>
  )
}
