import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { type FieldErrors, findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewGuestLink } from './new-guest-link.tsx'
import { isPin, readPin } from './read-pin.ts'

export interface CreateGuestLinkProps {
  circleId: string
  circleName: string
  onClose: () => void
}

const forever = 'forever'
const lifetimes = [7, 30, 90, limits.guestLinkDaysMax] as const

/** For whom, with what PIN and for how long; then the link itself, this once. Fetched when it is wanted. */
export default function CreateGuestLink({ circleId, circleName, onClose }: CreateGuestLinkProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const create = trpc.circles.guestLinks.create.useMutation({
    // The token is in the answer and nowhere else: nothing keeps it longer than this dialog.
    gcTime: 0,
    onSuccess: () => cache.circles.guestLinks.list.invalidate({ circleId }),
  })
  const errors = useFormErrors(['name', 'pin'], create.error)
  const submit = (data: FormData) => {
    const pin = readPin(data)
    const found: FieldErrors<'name' | 'pin'> = findEmpty(data, ['name'])
    if (pin !== '' && !isPin(pin)) found.pin = 'invalid'
    if (!errors.accept(found)) return
    const days = textOf(data, 'days')
    create.mutate({
      ...{ circleId, name: textOf(data, 'name'), mayDownload: data.has('mayDownload') },
      ...(pin !== '' && { pin }),
      ...(days !== forever && { expiresInDays: Number(days) }),
    })
  }
  const made = create.data
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? t('guests.createdTitle', { name: made.link.name }) : t('guests.create')}
      description={made ? t('guests.createdText') : t('guests.createText')}
      closeLabel={t('actions.close')}
    >
      {made ? (
        <NewGuestLink name={made.link.name} {...{ circleName, onClose }} token={made.token} />
      ) : (
        <Form error={errors.form} pending={create.isPending} onSubmit={submit}>
          <TextField
            name="name"
            label={t('guests.name')}
            hint={t('guests.nameHint')}
            error={errors.of('name')}
            maxLength={limits.nameLength}
            autoComplete="off"
          />
          <TextField
            name="pin"
            label={t('guests.pin')}
            hint={t('guests.pinHint')}
            error={errors.of('pin', { invalid: t('guests.pinInvalid') })}
            inputMode="numeric"
            autoComplete="off"
            spellCheck={false}
            maxLength={2 * limits.pinLength}
          />
          <Select
            name="days"
            label={t('guests.lifetime')}
            hint={null}
            error={null}
            defaultValue={forever}
            options={[
              { value: forever, label: t('guests.forever') },
              ...lifetimes.map((days) => ({ value: String(days), label: t('guests.days', { count: days }) })),
            ]}
          />
          <div>
            <Checkbox
              name="mayDownload"
              label={t('guests.mayDownload')}
              aria-describedby="guest-may-download"
            />
            <p id="guest-may-download" className="text-muted text-xs">
              {t('guests.mayDownloadHint')}
            </p>
          </div>
          <Button type="submit" wide pending={create.isPending}>
            {t('guests.submit')}
          </Button>
        </Form>
      )}
    </Dialog>
  )
}
