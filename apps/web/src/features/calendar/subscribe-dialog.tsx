import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { CalendarPlus } from 'lucide-react'
import { ShownOnce } from '../../components/shown-once.tsx'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

export interface SubscribeDialogProps {
  circleId: string
  onClose: () => void
}

/** Which device it is for; then the address, this once. Fetched when it is wanted. */
export default function SubscribeDialog({ circleId, onClose }: SubscribeDialogProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const create = trpc.circles.calendar.createFeed.useMutation({
    // The address is in the answer and nowhere else: nothing keeps it longer than this dialog.
    gcTime: 0,
    onSuccess: () => cache.circles.calendar.feeds.invalidate({ circleId }),
  })
  const errors = useFormErrors(['name'], create.error)
  const submit = (data: FormData) => {
    if (errors.accept(findEmpty(data, ['name']))) create.mutate({ circleId, name: textOf(data, 'name') })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={create.data ? t('calendar.addressTitle') : t('calendar.subscribe')}
      description={create.data ? t('calendar.addressText') : t('calendar.subscribeText')}
      closeLabel={t('actions.close')}
    >
      {create.data ? (
        <FeedAddress url={create.data.url} onClose={onClose} />
      ) : (
        <Form error={errors.form} pending={create.isPending} onSubmit={submit}>
          <TextField
            name="name"
            label={t('calendar.name')}
            hint={t('calendar.nameHint')}
            error={errors.of('name')}
            maxLength={limits.nameLength}
            autoComplete="off"
          />
          <Button type="submit" wide pending={create.isPending}>
            {t('calendar.makeAddress')}
          </Button>
        </Form>
      )}
    </Dialog>
  )
}

function FeedAddress({ url, onClose }: { url: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <ShownOnce
      label={t('calendar.address')}
      hint={t('calendar.addressHint')}
      value={url}
      actions={
        <Button asChild tone="secondary">
          <a href={url.replace(/^https?:/, 'webcal:')}>
            <CalendarPlus size={18} aria-hidden="true" />
            {t('calendar.openProgram')}
          </a>
        </Button>
      }
      onClose={onClose}
    />
  )
}
