import { limits } from '@kinkeep/contracts/limits'
import { type PetKind, petKinds } from '@kinkeep/contracts/pet-kinds'
import type { PetView } from '@kinkeep/contracts/pets'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { Textarea } from '@kinkeep/ui/textarea'
import { type FieldErrors, findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { today } from '../timeline/wall-date.ts'

const names = ['name', 'kind', 'breed', 'birthdate', 'diedOn', 'bio'] as const

/** As typed: null where a field was left empty. */
export interface PetValues {
  name: string
  kind: PetKind
  breed: string | null
  birthdate: string | null
  diedOn: string | null
  bio: string | null
}

export interface PetFormProps {
  /** null for a new one. */
  initial: PetView | null
  submitLabel: string
  pending: boolean
  error: unknown
  onSubmit: (values: PetValues) => void
}

/** What a family knows of an animal; only its name and kind have to be known. */
export function PetForm({ initial, submitLabel, pending, error, onSubmit }: PetFormProps) {
  const { t } = useTranslation()
  const errors = useFormErrors(names, error)
  const submit = (data: FormData) => {
    if (!errors.accept({ ...findEmpty(data, ['name']), ...findWrongDays(data) })) return
    const optional = (name: string) => textOf(data, name).trim() || null
    onSubmit({
      name: textOf(data, 'name'),
      kind: petKinds.find((kind) => kind === textOf(data, 'kind')) ?? 'other',
      breed: optional('breed'),
      birthdate: optional('birthdate'),
      diedOn: optional('diedOn'),
      bio: optional('bio'),
    })
  }
  return (
    <Form error={errors.form} pending={pending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('pets.name')}
        hint={null}
        error={errors.of('name')}
        defaultValue={initial?.name}
        maxLength={limits.nameLength}
        autoComplete="off"
      />
      <Select
        name="kind"
        label={t('pets.kind')}
        hint={null}
        error={errors.of('kind')}
        defaultValue={initial?.kind ?? 'cat'}
        options={petKinds.map((value) => ({ value, label: t(`pets.kinds.${value}`) }))}
      />
      <TextField
        name="breed"
        label={t('pets.breed')}
        hint={null}
        error={errors.of('breed')}
        defaultValue={initial?.breed ?? ''}
        maxLength={limits.breedLength}
        autoComplete="off"
      />
      <TextField
        name="birthdate"
        type="date"
        label={t('pets.birthdate')}
        hint={t('pets.birthdateHint')}
        error={errors.of('birthdate', { invalid: t('pets.birthdateInvalid') })}
        defaultValue={initial?.birthdate ?? ''}
        max={today()}
      />
      <Textarea
        name="bio"
        label={t('pets.bio')}
        hint={t('pets.bioHint')}
        error={errors.of('bio')}
        defaultValue={initial?.bio ?? ''}
        maxLength={limits.petBioLength}
      />
      <TextField
        name="diedOn"
        type="date"
        label={t('pets.diedOn')}
        hint={t('pets.diedOnHint')}
        error={errors.of('diedOn', { invalid: t('pets.diedOnInvalid') })}
        defaultValue={initial?.diedOn ?? ''}
        max={today()}
      />
      <Button type="submit" wide pending={pending}>
        {submitLabel}
      </Button>
    </Form>
  )
}

/** Days that cannot be, as the server would say. */
function findWrongDays(data: FormData): FieldErrors<'birthdate' | 'diedOn'> {
  const [birthdate, diedOn, now] = [textOf(data, 'birthdate'), textOf(data, 'diedOn'), today()]
  return {
    ...(birthdate > now && { birthdate: 'invalid' as const }),
    ...(diedOn !== '' && (diedOn > now || diedOn < birthdate) && { diedOn: 'invalid' as const }),
  }
}
