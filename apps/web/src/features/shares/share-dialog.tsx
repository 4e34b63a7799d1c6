import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { PasswordField } from '@kinkeep/ui/password-field'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { useId, useState } from 'react'
import { type FieldErrors, findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewShareLink } from './new-share-link.tsx'
import type { ShareSubject } from './share-subject.ts'

export interface ShareDialogProps {
  circleId: string
  subject: ShareSubject
  onClose: () => void
}

const lifetimes = [7, limits.shareLinkDays, 90, limits.shareLinkDaysMax] as const
type Field = 'title' | 'from' | 'to' | 'password'

/** What somebody outside may see, for how long and with what password; then the link itself, this once. */
export default function ShareDialog({ circleId, subject, onClose }: ShareDialogProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [hasPassword, setHasPassword] = useState(false)
  const create = trpc.keeps.shareLinks.create.useMutation({
    // The token is in the answer and nowhere else: nothing keeps it longer than this dialog.
    gcTime: 0,
    onSuccess: () => cache.keeps.shareLinks.list.invalidate({ circleId }),
  })
  const errors = useFormErrors<Field>(['title', 'from', 'to', 'password'], create.error)
  const submit = (data: FormData) => {
    const password = textOf(data, 'password')
    const title = textOf(data, 'title').trim()
    const from = textOf(data, 'from')
    const to = textOf(data, 'to')
    const found: FieldErrors<Field> = subject.kind === 'range' ? findEmpty(data, ['from', 'to']) : {}
    if (password !== '' && password.length < limits.sharePasswordMin) found.password = 'tooShort'
    if (from !== '' && to !== '' && from > to) found.to = 'invalid'
    if (!errors.accept(found)) return
    create.mutate({
      ...{ circleId, expiresInDays: Number(textOf(data, 'days')) },
      ...(subject.kind === 'range' ? { kind: 'range', from, to } : subject),
      ...(title !== '' && { title }),
      ...(password !== '' && { password }),
      mayDownload: data.has('mayDownload'),
      showsCaptions: data.has('showsCaptions'),
      showsNames: data.has('showsNames'),
      showsComments: data.has('showsComments'),
      hasPreview: password === '' && data.has('hasPreview'),
    })
  }
  const made = create.data
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? t('shares.createdTitle') : t(`shares.title.${subject.kind}`)}
      description={made ? t('shares.createdText') : t('shares.lead')}
      closeLabel={t('actions.close')}
    >
      {made ? (
        <NewShareLink token={made.token} link={made.link} onClose={onClose} />
      ) : (
        <Form error={errors.form} pending={create.isPending} onSubmit={submit}>
          {subject.kind === 'range' && (
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                type="date"
                name="from"
                label={t('shares.from')}
                hint={null}
                error={errors.of('from')}
                defaultValue={subject.from}
              />
              <TextField
                type="date"
                name="to"
                label={t('shares.to')}
                hint={null}
                error={errors.of('to', { invalid: t('shares.daysWrong') })}
                defaultValue={subject.to}
              />
            </div>
          )}
          <TextField
            name="title"
            label={t('shares.heading')}
            hint={t('shares.headingHint')}
            error={errors.of('title')}
            maxLength={limits.keepTitleLength}
            autoComplete="off"
          />
          <Select
            name="days"
            label={t('shares.lifetime')}
            hint={null}
            error={null}
            defaultValue={String(limits.shareLinkDays)}
            options={lifetimes.map((days) => ({
              value: String(days),
              label: t('shares.days', { count: days }),
            }))}
          />
          <PasswordField
            name="password"
            label={t('shares.password')}
            hint={t('shares.passwordHint')}
            error={errors.of('password', {
              tooShort: t('shares.passwordShort', { count: limits.sharePasswordMin }),
            })}
            showLabel={t('shares.showPassword')}
            hideLabel={t('shares.hidePassword')}
            autoComplete="new-password"
            maxLength={limits.passwordMax}
            onChange={(event) => setHasPassword(event.currentTarget.value !== '')}
          />
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 font-medium text-sm">{t('shares.shown')}</legend>
            <Checkbox name="showsCaptions" label={t('shares.showsCaptions')} defaultChecked />
            <Checkbox name="showsNames" label={t('shares.showsNames')} />
            <Checkbox name="showsComments" label={t('shares.showsComments')} />
            <Explained
              name="mayDownload"
              label={t('shares.mayDownload')}
              hint={t('shares.mayDownloadHint')}
            />
            <Explained
              name="hasPreview"
              label={t('shares.hasPreview')}
              hint={hasPassword ? t('shares.noPreview') : t('shares.hasPreviewHint')}
              disabled={hasPassword}
            />
          </fieldset>
          <Button type="submit" wide pending={create.isPending}>
            {t('shares.submit')}
          </Button>
        </Form>
      )}
    </Dialog>
  )
}

interface ExplainedProps {
  name: string
  label: string
  hint: string
  disabled?: boolean
}

function Explained({ name, label, hint, disabled = false }: ExplainedProps) {
  const id = useId()
  return (
    <div>
      <div className={disabled ? 'opacity-50' : ''}>
        <Checkbox name={name} label={label} disabled={disabled} aria-describedby={id} />
      </div>
      <p id={id} className="text-muted text-xs">
        {hint}
      </p>
    </div>
  )
}
