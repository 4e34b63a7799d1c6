import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlClass, Field, type FieldTexts } from './field.tsx'

export interface TextareaProps extends FieldTexts, Omit<ComponentProps<'textarea'>, 'className' | 'id'> {
  name: string
}

/** Several lines of text; grows with what is written where the browser can. */
export function Textarea({ label, hint, error, rows = 3, ...input }: TextareaProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          {...input}
          {...control}
          rows={rows}
          className={clsx(controlClass, 'field-sizing-content max-h-80 resize-y py-2.5')}
        />
      )}
    </Field>
  )
}
