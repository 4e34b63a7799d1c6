import type { ChildView } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import { type Sex, sexes } from '@kinkeep/contracts/sexes'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { type FieldErrors, findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { today } from '../timeline/wall-date.ts'

const names = ['name', 'birthdate', 'pronouns', 'sex'] as const

/** As typed: null where a field was left empty. */
export interface ChildValues {
  name: string
  birthdate: string
  pronouns: string | null
  sex: Sex | null
}

export interface ChildFormProps {
  /** null for a new one. */
  initial: ChildView | null
  submitLabel: string
  pending: boolean
  error: unknown
  onSubmit: (values: ChildValues) => void
}

/** Who a child is; name and birth have to be known. */
export function ChildForm({ initial, submitLabel, pending, error, onSubmit }: ChildFormProps) {
  const { t } = useTranslation()
  const errors = useFormErrors(names, error)
  const submit = (data: FormData) => {
    const found: FieldErrors<(typeof names)[number]> = findEmpty(data, ['name', 'birthdate'])
    if (textOf(data, 'birthdate') > today()) found.birthdate = 'invalid'
    if (!errors.accept(found)) return
    onSubmit({
      name: textOf(data, 'name'),
      birthdate: textOf(data, 'birthdate'),
      pronouns: textOf(data, 'pronouns').trim() || null,
      sex: sexes.find((sex) => sex === textOf(data, 'sex')) ?? null,
    })
  }
  return (
    <Form error={errors.form} pending={pending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('children.name')}
        hint={null}
        error={errors.of('name')}
        defaultValue={initial?.name}
        maxLength={limits.nameLength}
        autoComplete="off"
      />
      <TextField
        name="birthdate"
        type="date"
        label={t('children.birthdate')}
        hint={null}
        error={errors.of('birthdate', { invalid: t('children.birthdateInvalid') })}
        defaultValue={initial?.birthdate ?? ''}
        min="1900-01-01"
        max={today()}
      />
      <TextField
        name="pronouns"
        label={t('children.pronouns')}
        hint={t('children.pronounsHint')}
        error={errors.of('pronouns')}
        defaultValue={initial?.pronouns ?? ''}
        maxLength={limits.pronounsLength}
        autoComplete="off"
      />
      <Select
        name="sex"
        label={t('children.sex')}
        hint={t('children.sexHint')}
        error={errors.of('sex')}
        defaultValue={initial?.sex ?? 'none'}
        options={(['none', ...sexes] as const).map((value) => ({
          value,
          label: t(`children.sexes.${value}`),
        }))}
      />
      <Button type="submit" wide pending={pending}>
        {submitLabel}
      </Button>
    </Form>
  )
}
