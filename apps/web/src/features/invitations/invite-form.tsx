import { limits } from '@kinkeep/contracts/limits'
import { invitableRoles } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { RoleSelect } from './role-select.tsx'

const names = ['email', 'role'] as const

/** Sends an invitation; empty again afterwards, for the next one. */
export function InviteForm({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [sent, setSent] = useState(0)
  const send = trpc.circles.invitations.send.useMutation({
    onSuccess: ({ email }) => {
      showToast({ tone: 'done', text: t('invite.sent', { email: email ?? '' }) })
      setSent(sent + 1)
      void cache.circles.invitations.list.invalidate({ circleId })
    },
  })
  const errors = useFormErrors(names, send.error)
  const submit = (data: FormData) => {
    const role = invitableRoles.find((one) => one === textOf(data, 'role')) ?? 'member'
    if (errors.accept(findEmpty(data, ['email'])))
      send.mutate({ circleId, email: textOf(data, 'email'), role })
  }
  return (
    <Form
      key={sent}
      error={errors.form}
      pending={send.isPending}
      onSubmit={submit}
      label={t('invite.mailTitle')}
    >
      <TextField
        name="email"
        type="email"
        label={t('invite.email')}
        hint={null}
        error={errors.of('email', { invalid: t('fields.email') })}
        autoComplete="off"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={limits.emailLength}
        // Whoever just invited one will invite the next.
        autoFocus={sent > 0}
      />
      <RoleSelect roles={invitableRoles} error={errors.of('role')} />
      <div>
        <Button type="submit" pending={send.isPending}>
          {t('invite.submit')}
        </Button>
      </div>
    </Form>
  )
}
