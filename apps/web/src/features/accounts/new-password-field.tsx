import { limits } from '@kinkeep/contracts/limits'
import { PasswordField } from '@kinkeep/ui/password-field'
import { StrengthMeter } from '@kinkeep/ui/strength-meter'
import { useEffect, useState } from 'react'
import type { FormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface NewPasswordFieldProps<Name extends string> {
  name: Name
  label: string
  errors: FormErrors<Name>
  /** Words that a guesser would try first: the person's name, their address. */
  own?: () => string[]
}

const words = [
  'fields.strength0',
  'fields.strength1',
  'fields.strength2',
  'fields.strength3',
  'fields.strength4',
] as const

type Measure = typeof import('./password-strength.ts').measureStrength

/** A password that is to be thought up: how good it is shows while it is typed. */
export function NewPasswordField<Name extends string>({
  name,
  label,
  errors,
  own = () => [],
}: NewPasswordFieldProps<Name>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [measure, setMeasure] = useState<Measure>()
  const wanted = typed !== ''
  // Fetched when somebody begins to type: most who see the field let their password manager fill it.
  useEffect(() => {
    if (!wanted) return
    let isGone = false
    void import('./password-strength.ts').then(({ measureStrength }) => {
      if (!isGone) setMeasure(() => measureStrength)
    })
    return () => {
      isGone = true
    }
  }, [wanted])
  const score = wanted && measure ? measure(typed, own()) : undefined
  const shortest = { count: limits.passwordMin }
  return (
    <div>
      <PasswordField
        name={name}
        label={label}
        hint={t('fields.passwordHint', shortest)}
        error={errors.of(name, { tooShort: t('fields.passwordTooShort', shortest) })}
        autoComplete="new-password"
        maxLength={limits.passwordMax}
        showLabel={t('fields.showPassword')}
        hideLabel={t('fields.hidePassword')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <StrengthMeter score={score} word={score === undefined ? '' : t(words[score])} />
    </div>
  )
}
