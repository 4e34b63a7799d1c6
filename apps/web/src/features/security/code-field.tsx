import { limits } from '@kinkeep/contracts/limits'
import { TextField } from '@kinkeep/ui/text-field'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface CodeFieldProps {
  hint: string | null
  error: string | null
}

/** Six digits that came by SMS or mail, or that an app shows. Phones offer to fill them in. */
export function CodeField({ hint, error }: CodeFieldProps) {
  const { t } = useTranslation()
  return (
    <TextField
      name="code"
      label={t('security.proof.code')}
      hint={hint}
      error={error}
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={2 * limits.codeDigits}
      autoFocus
    />
  )
}
