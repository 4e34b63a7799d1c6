import type { UserView } from '@kinkeep/contracts/accounts'
import { languages } from '@kinkeep/contracts/languages'
import { limits } from '@kinkeep/contracts/limits'
import { unitSystems } from '@kinkeep/contracts/units'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { useRouter } from '@tanstack/react-router'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { changeLanguage, currentTranslation } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { timeZoneOptions } from './time-zones.ts'

const names = ['name', 'language', 'timeZone', 'units'] as const

export function ProfileForm({ me }: { me: UserView }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const router = useRouter()
  const update = trpc.users.update.useMutation({
    onSuccess: async (changed) => {
      cache.users.me.setData(undefined, changed)
      await changeLanguage(changed.language)
      await router.invalidate()
      // In the language just chosen, not in the one of the click.
      showToast({ tone: 'done', text: currentTranslation().t('profile.saved') })
    },
  })
  const errors = useFormErrors(names, update.error)
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['name']))) return
    const chosen = languages.find((one) => one === textOf(data, 'language'))
    const units = unitSystems.find((one) => one === textOf(data, 'units'))
    update.mutate({
      name: textOf(data, 'name'),
      timeZone: textOf(data, 'timeZone'),
      ...(chosen !== undefined && { language: chosen }),
      ...(units !== undefined && { units }),
    })
  }
  return (
    <Form error={errors.form} pending={update.isPending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('profile.name')}
        hint={null}
        error={errors.of('name')}
        defaultValue={me.name}
        autoComplete="name"
        maxLength={limits.nameLength}
      />
      <Select
        name="language"
        label={t('profile.language')}
        hint={null}
        error={errors.of('language')}
        defaultValue={me.language}
        options={languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
      />
      <Select
        name="timeZone"
        label={t('profile.timeZone')}
        hint={null}
        error={errors.of('timeZone')}
        defaultValue={me.timeZone}
        options={timeZoneOptions(me.timeZone, language)}
      />
      <Select
        name="units"
        label={t('accountData.units.label')}
        hint={null}
        error={errors.of('units')}
        defaultValue={me.units}
        options={unitSystems.map((value) => ({ value, label: t(`accountData.units.${value}`) }))}
      />
      <div>
        <Button type="submit" pending={update.isPending}>
          {t('actions.save')}
        </Button>
      </div>
    </Form>
  )
}
