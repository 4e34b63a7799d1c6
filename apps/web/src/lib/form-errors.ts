import { limits } from '@kinkeep/contracts/limits'
import type { FieldMessage } from '@kinkeep/contracts/reasons'
import { useState } from 'react'
import { errorText, fieldText } from './error-text.ts'
import { useTranslation } from './i18n/use-translation.ts'
import { readError } from './read-error.ts'

export type FieldErrors<Name extends string> = Partial<Record<Name, FieldMessage>>

export interface FormErrors<Name extends string> {
  /** For the whole form; null when every complaint has a field of its own. */
  form: string | null
  /** For one field. `special` says some messages better than the general sentences do. */
  of: (name: Name, special?: Partial<Record<FieldMessage, string>>) => string | null
  /** Takes what can be seen before asking the server; true when there is nothing to complain about. */
  accept: (found: FieldErrors<Name>) => boolean
}

/** The errors of one form, each said once: those found here until they are mended, then the server's. */
export function useFormErrors<Name extends string>(
  names: readonly Name[],
  serverError: unknown,
): FormErrors<Name> {
  const { t, language } = useTranslation()
  const [found, setFound] = useState<FieldErrors<Name>>({})
  const local = Object.keys(found).length > 0
  const answered = local || !serverError ? null : readError(serverError)

  const messageOf = (name: Name): FieldMessage | undefined => found[name] ?? answered?.fields[name]?.[0]
  const atFields = answered?.reason === 'INVALID_INPUT' && names.some((name) => messageOf(name))
  return {
    form: answered && !atFields ? errorText(serverError, t, language) : null,
    of: (name, special) => {
      const message = messageOf(name)
      return message ? (special?.[message] ?? fieldText(message, t)) : null
    },
    accept: (next) => {
      setFound(next)
      return Object.keys(next).length === 0
    },
  }
}

/** The fields among `names` that were left empty. */
export function findEmpty<Name extends string>(data: FormData, names: readonly Name[]): FieldErrors<Name> {
  const errors: FieldErrors<Name> = {}
  for (const name of names) if (textOf(data, name).trim() === '') errors[name] = 'required'
  return errors
}

/** A new password that is typed but too short. */
export function findShort<Name extends string>(data: FormData, name: Name): FieldErrors<Name> {
  const { length } = textOf(data, name)
  const errors: FieldErrors<Name> = {}
  if (length > 0 && length < limits.passwordMin) errors[name] = 'tooShort'
  return errors
}

/** A text field's value; empty when there is no such field. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
