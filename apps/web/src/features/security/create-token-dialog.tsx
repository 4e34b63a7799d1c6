import { limits } from '@kinkeep/contracts/limits'
import { tokenScopes } from '@kinkeep/contracts/token-scopes'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { ShownOnce } from '../../components/shown-once.tsx'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

const lifetimes = [7, 30, 90, limits.accessTokenDaysMax] as const

/** A token's name, reach and life; then the token itself, this once. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [me] = trpc.users.me.useSuspenseQuery()
  // A scope gives nobody a role: to whoever is no operator these would be checkboxes without meaning.
  const offered = tokenScopes.filter((scope) => !scope.startsWith('operator:') || me?.role !== 'user')
  const create = trpc.auth.tokens.create.useMutation({
    // The token is in the answer and nowhere else: nothing keeps it longer than this dialog.
    gcTime: 0,
    onSuccess: () => cache.auth.tokens.list.invalidate(),
  })
  const [scopesMissing, setScopesMissing] = useState(false)
  const errors = useFormErrors(['name'], create.error)
  const submit = (data: FormData) => {
    const scopes = tokenScopes.filter((scope) => data.has(scope))
    setScopesMissing(scopes.length === 0)
    if (!errors.accept(findEmpty(data, ['name'])) || scopes.length === 0) return
    create.mutate({ name: textOf(data, 'name'), scopes, expiresInDays: Number(textOf(data, 'days')) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={create.data ? t('security.tokens.createdTitle') : t('security.tokens.create')}
      description={create.data ? t('security.tokens.createdText') : t('security.tokens.createText')}
      closeLabel={t('actions.close')}
    >
      {create.data ? (
        <ShownOnce label={t('security.tokens.token')} value={create.data.token} onClose={onClose} />
      ) : (
        <Form error={errors.form} pending={create.isPending} onSubmit={submit}>
          <TextField
            name="name"
            label={t('security.tokens.name')}
            hint={t('security.tokens.nameHint')}
            error={errors.of('name')}
            maxLength={limits.nameLength}
            autoComplete="off"
          />
          <fieldset>
            <legend className="font-medium text-sm">{t('security.tokens.scopes')}</legend>
            <p role="alert" className="mt-1 text-danger text-sm empty:hidden">
              {scopesMissing && t('security.tokens.scopesMissing')}
            </p>
            <div className="mt-1 grid grid-cols-2">
              {offered.map((scope) => (
                <Checkbox key={scope} name={scope} label={scope} />
              ))}
            </div>
          </fieldset>
          <Select
            name="days"
            label={t('security.tokens.lifetime')}
            hint={null}
            error={null}
            defaultValue="30"
            options={lifetimes.map((days) => ({
              value: String(days),
              label: t('security.tokens.days', { count: days }),
            }))}
          />
          <Button type="submit" wide pending={create.isPending}>
            {t('security.tokens.submit')}
          </Button>
        </Form>
      )}
    </Dialog>
  )
}
