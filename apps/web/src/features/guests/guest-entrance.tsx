import type { GuestLinkPreview } from '@kinkeep/contracts/guest-links'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { Link, useNavigate } from '@tanstack/react-router'
import { useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { GuestEnded } from './guest-ended.tsx'
import { GuestSheet } from './guest-sheet.tsx'
import { isPin, readPin } from './read-pin.ts'

export interface GuestEntranceProps {
  token: string
  preview: GuestLinkPreview
}

/** The door: who is expected where, the PIN if there is one, and a large button. */
export function GuestEntrance({ token, preview }: GuestEntranceProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const cache = trpc.useUtils()
  const { circleName, guestName, needsPin, already } = preview
  const enter = trpc.circles.guestLinks.enter.useMutation({
    onSuccess: async ({ circleId }) => {
      await cache.circles.guestLinks.home.invalidate({ circleId })
      // In place of this address, so that the token stays neither in sight nor in the history.
      await navigate({ to: '/guest/$circleId', params: { circleId }, replace: true })
    },
  })
  const errors = useFormErrors(['pin'], enter.error)
  const refusal = enter.error && readError(enter.error).reason
  if (refusal === 'LINK_INVALID' || refusal === 'LINK_EXPIRED') return <GuestEnded why="ended" />
  if (already?.as === 'member') {
    const { circleId } = already
    return (
      <GuestSheet title={t('guests.memberTitle')} lead={t('guests.memberText', { circle: circleName })}>
        <Button asChild size="lg">
          <Link to="/c/$circleId" params={{ circleId }} replace>
            {t('guests.openCircle', { circle: circleName })}
          </Link>
        </Button>
      </GuestSheet>
    )
  }

  const submit = (data: FormData) => {
    const pin = readPin(data)
    const isMissing = needsPin && !isPin(pin)
    if (!errors.accept(isMissing ? { pin: pin === '' ? 'required' : 'invalid' } : {})) return
    enter.mutate({ token, ...(needsPin && { pin }) })
  }
  return (
    <GuestSheet
      title={t('guests.hello', { name: guestName })}
      lead={t('guests.invited', { circle: circleName })}
    >
      <Form error={errors.form} pending={enter.isPending} onSubmit={submit}>
        {needsPin && (
          <TextField
            name="pin"
            label={t('guests.typePin')}
            hint={t('guests.typePinHint')}
            error={errors.of('pin', { invalid: t('guests.pinInvalid') })}
            inputMode="numeric"
            autoComplete="off"
            spellCheck={false}
            maxLength={2 * limits.pinLength}
          />
        )}
        <Button type="submit" size="lg" wide pending={enter.isPending}>
          {t('guests.enter')}
        </Button>
      </Form>
    </GuestSheet>
  )
}
