import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'

/** The errors of a form with one code: about the code at its field, anything else above the form. */
export function useCodeErrors(error: unknown) {
  const { t, language } = useTranslation()
  const [isEmpty, setEmpty] = useState(false)
  const reason = error ? readError(error).reason : undefined
  const isAboutCode = reason === 'CODE_WRONG' || reason === 'CODE_EXPIRED' || reason === 'INVALID_INPUT'
  const text = error ? errorText(error, t, language) : null
  return {
    form: isAboutCode ? null : text,
    code: isEmpty ? t('fields.required') : isAboutCode ? text : null,
    /** Whether there is a code to send. */
    accept(code: string): boolean {
      setEmpty(code.trim() === '')
      return code.trim() !== ''
    },
  }
}
