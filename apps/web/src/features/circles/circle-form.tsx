import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { Textarea } from '@kinkeep/ui/textarea'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const names = ['name', 'description'] as const

export interface CircleFormProps {
  initial: { name: string; description: string }
  submitLabel: string
  pending: boolean
  error: unknown
  onSubmit: (values: { name: string; description: string }) => void
}

/** Name and description of a circle, new or old. */
export function CircleForm({ initial, submitLabel, pending, error, onSubmit }: CircleFormProps) {
  const { t } = useTranslation()
  const errors = useFormErrors(names, error)
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['name']))) return
    onSubmit({ name: textOf(data, 'name'), description: textOf(data, 'description') })
  }
  return (
    <Form error={errors.form} pending={pending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('newCircle.name')}
        hint={t('newCircle.nameHint')}
        error={errors.of('name')}
        defaultValue={initial.name}
        maxLength={limits.nameLength}
        autoComplete="off"
      />
      <Textarea
        name="description"
        label={t('newCircle.description')}
        hint={t('newCircle.descriptionHint')}
        error={errors.of('description')}
        defaultValue={initial.description}
        maxLength={limits.circleDescriptionLength}
      />
      <div>
        <Button type="submit" pending={pending}>
          {submitLabel}
        </Button>
      </div>
    </Form>
  )
}
