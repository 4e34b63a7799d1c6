import type { CodeSent, RequestPhoneCode } from '@kinkeep/contracts/phones'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import type { ReactNode } from 'react'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import type { PhoneFormat } from './phone-format.ts'
import { usePhoneFormat } from './use-phone-format.ts'

const names = ['phone'] as const

/** Until the format is there, and where it cannot be fetched. */
const someExample = '+49 151 23456789'

export interface PhoneFormProps {
  purpose: RequestPhoneCode['purpose']
  onSent: (sent: CodeSent) => void
  /** Between the field and the button. */
  children?: ReactNode
}

/** Asks for a mobile number and has a code sent there. A number as one writes it at home is understood. */
export function PhoneForm({ purpose, onSent, children }: PhoneFormProps) {
  const { t, language } = useTranslation()
  const format = usePhoneFormat()
  const request = trpc.auth.phone.request.useMutation({ onSuccess: onSent })
  const errors = useFormErrors(names, request.error)
  const example = unbroken(format?.example ?? someExample)
  const invalid = t('phone.invalid', { example })

  const submit = (data: FormData) => {
    const typed = textOf(data, 'phone')
    const phone = format ? format.toInternational(typed) : typed
    const empty = findEmpty(data, names)
    if (!errors.accept(empty.phone ? empty : phone === undefined ? { phone: 'invalid' } : {})) return
    request.mutate({ phone: phone ?? typed, purpose })
  }
  return (
    <Form error={errors.form} pending={request.isPending} onSubmit={submit}>
      <TextField
        name="phone"
        type="tel"
        label={t('phone.field')}
        hint={
          format
            ? t('phone.hintNational', { example, country: countryName(format, language) })
            : t('phone.hint', { example })
        }
        error={errors.of('phone', { invalid })}
        autoComplete="tel"
        inputMode="tel"
        maxLength={40}
      />
      {children}
      <Button type="submit" size="lg" wide pending={request.isPending}>
        {t('phone.send')}
      </Button>
    </Form>
  )
}

function countryName({ country }: PhoneFormat, language: string): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country
}

/** On one line: half a number is none. */
function unbroken(number: string): string {
  return number.replaceAll(' ', '\u00a0')
}
