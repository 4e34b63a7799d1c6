import type { ChildView } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import type { Units } from '@kinkeep/contracts/units'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { today } from '../timeline/wall-date.ts'
import { parseMeasure } from './body-units.ts'
import type { GrowthMeasure } from './growth-standards.ts'

const fields = {
  heightMm: { measure: 'height', min: limits.heightMmMin, max: limits.heightMmMax },
  weightG: { measure: 'weight', min: limits.weightGMin, max: limits.weightGMax },
  headMm: { measure: 'head', min: limits.headMmMin, max: limits.headMmMax },
} as const satisfies Record<string, { measure: GrowthMeasure; min: number; max: number }>
type FieldName = keyof typeof fields
const fieldNames = Object.keys(fields) as FieldName[]

type Problem = 'unreadable' | 'implausible' | 'nothingMeasured'
type Found = Partial<Record<FieldName, Problem>>

export interface AddMeasurementProps {
  circleId: string
  child: ChildView
  units: Units
  onClose: () => void
}

/** Writes down what was measured on a day, as the person is used to write it. Fetched when it is wanted. */
export default function AddMeasurement({ circleId, child, units, onClose }: AddMeasurementProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [problems, setProblems] = useState<Found>({})
  const add = trpc.circles.children.addMeasurement.useMutation({
    onSuccess: async () => {
      await cache.circles.children.measurements.invalidate({ circleId, childId: child.id })
      showToast({ tone: 'done', text: t('children.measured') })
      onClose()
    },
  })
  const errors = useFormErrors(['measuredOn', ...fieldNames], add.error)
  const submit = (data: FormData) => {
    const { values, found } = readMeasured(data, units)
    const isComplete = errors.accept(findEmpty(data, ['measuredOn']))
    setProblems(found)
    if (!isComplete || Object.keys(found).length > 0) return
    add.mutate({ circleId, childId: child.id, measuredOn: textOf(data, 'measuredOn'), ...values })
  }
  const errorOf = (name: FieldName, example: string) => {
    const problem = problems[name]
    return problem ? t(`children.${problem}`, { example }) : errors.of(name)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('children.measureTitle', { name: child.name })}
      description={null}
      closeLabel={t('actions.close')}
    >
      <Form error={errors.form} pending={add.isPending} onSubmit={submit}>
        <TextField
          name="measuredOn"
          type="date"
          label={t('children.day')}
          hint={null}
          error={errors.of('measuredOn', { invalid: t('children.dayInvalid') })}
          defaultValue={today()}
          min={child.birthdate}
          max={today()}
        />
        {fieldNames.map((name) => {
          const { measure } = fields[name]
          const example = t(`children.examples.${units}.${measure}`)
          return (
            <TextField
              key={name}
              name={name}
              label={t(`children.fields.${measure}`)}
              hint={t('children.example', { example })}
              error={errorOf(name, example)}
              autoComplete="off"
              maxLength={40}
            />
          )
        })}
        <Button type="submit" wide pending={add.isPending}>
          {t('actions.save')}
        </Button>
      </Form>
    </Dialog>
  )
}

/** Whole millimetres and grams of the fields that are not empty, and what is wrong with them. */
function readMeasured(data: FormData, units: Units) {
  const values: Partial<Record<FieldName, number>> = {}
  const found: Found = {}
  for (const name of fieldNames) {
    const text = textOf(data, name)
    if (text.trim() === '') continue
    const { measure, min, max } = fields[name]
    const value = parseMeasure(measure, text, units)
    if (value === null) found[name] = 'unreadable'
    else if (value < min || value > max) found[name] = 'implausible'
    else values[name] = value
  }
  const isEmpty = Object.keys(values).length + Object.keys(found).length === 0
  if (isEmpty) found.heightMm = 'nothingMeasured'
  return { values, found }
}
