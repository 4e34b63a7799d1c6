import { deactivationReasons } from '@kinkeep/contracts/audit-actions'
import type { OperatedPerson } from '@kinkeep/contracts/operators'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { errorText } from '../../lib/error-text.ts'
import { textOf } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface CloseDialogProps {
  person: OperatedPerson
  open: boolean
  onClose: () => void
}

/** Closes an account, for a reason that the audit keeps. */
export function CloseDialog({ person, open, onClose }: CloseDialogProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const deactivate = trpc.operator.users.deactivate.useMutation({
    onSuccess: async (changed) => {
      cache.operator.users.get.setData({ userId: changed.id }, changed)
      showToast({ tone: 'done', text: t('operator.close.done') })
      onClose()
      await cache.operator.users.list.invalidate()
    },
  })
  const submit = (data: FormData) => {
    const reason = deactivationReasons.find((one) => one === textOf(data, 'reason'))
    if (reason) deactivate.mutate({ userId: person.id, reason })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('operator.close.dialogTitle', { name: person.name })}
      description={t('operator.close.lead')}
      closeLabel={t('actions.close')}
    >
      <Form
        error={deactivate.error && errorText(deactivate.error, t, language)}
        pending={deactivate.isPending}
        onSubmit={submit}
      >
        <Select
          name="reason"
          label={t('operator.close.reason')}
          hint={null}
          error={null}
          options={deactivationReasons.map((value) => ({ value, label: t(`operator.reasons.${value}`) }))}
        />
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button tone="secondary" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" tone="danger" pending={deactivate.isPending}>
            {t('operator.close.confirm')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
