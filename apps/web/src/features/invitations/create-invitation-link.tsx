import { limits } from '@kinkeep/contracts/limits'
import { linkRoles } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewInvitationLink } from './new-invitation-link.tsx'
import { RoleSelect } from './role-select.tsx'

export interface CreateInvitationLinkProps {
  circleId: string
  circleName: string
  onClose: () => void
}

const names = ['role', 'maxUses', 'days'] as const
const uses = [1, 2, 5, 10, 25, limits.linkUsesMax] as const
const lifetimes = [1, 7, 30, limits.linkDaysMax] as const

/** As what, for how many and for how long; then the link itself, this once. Fetched when it is wanted. */
export default function CreateInvitationLink({ circleId, circleName, onClose }: CreateInvitationLinkProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const create = trpc.circles.invitations.createLink.useMutation({
    // The token is in the answer and nowhere else: nothing keeps it longer than this dialog.
    gcTime: 0,
    onSuccess: () => cache.circles.invitations.list.invalidate({ circleId }),
  })
  const errors = useFormErrors(names, create.error)
  const submit = (data: FormData) =>
    create.mutate({
      circleId,
      role: linkRoles.find((one) => one === textOf(data, 'role')) ?? 'viewer',
      maxUses: Number(textOf(data, 'maxUses')),
      days: Number(textOf(data, 'days')),
    })
  const made = create.data
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? t('invite.linkMade') : t('invite.linkDialog')}
      description={made ? t('invite.linkMadeText') : t('invite.linkDialogText')}
      closeLabel={t('actions.close')}
    >
      {made ? (
        <NewInvitationLink token={made.token} circleName={circleName} onClose={onClose} />
      ) : (
        <Form error={errors.form} pending={create.isPending} onSubmit={submit}>
          <RoleSelect roles={linkRoles} error={errors.of('role')} />
          <Select
            name="maxUses"
            label={t('invite.uses')}
            hint={null}
            error={errors.of('maxUses')}
            defaultValue="10"
            options={uses.map((count) => ({ value: String(count), label: t('invite.people', { count }) }))}
          />
          <Select
            name="days"
            label={t('invite.lifetime')}
            hint={null}
            error={errors.of('days')}
            defaultValue="7"
            options={lifetimes.map((count) => ({ value: String(count), label: t('invite.days', { count }) }))}
          />
          <Button type="submit" wide pending={create.isPending}>
            {t('invite.linkSubmit')}
          </Button>
        </Form>
      )}
    </Dialog>
  )
}
