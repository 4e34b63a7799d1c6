import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { controlClass, Field, type FieldTexts } from './field.tsx'

export interface SelectProps
  extends FieldTexts,
    Omit<ComponentProps<'select'>, 'className' | 'id' | 'children'> {
  name: string
  options: readonly { value: string; label: string }[]
}

/**
 * A choice from a list. The platform's own select: the wheel of a phone is what people know, and a scripted one
 * writes style tags that the content security policy refuses.
 */
export function Select({ label, hint, error, options, ...select }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <select {...select} {...control} className={clsx(controlClass, 'appearance-none truncate pr-11')}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            size={20}
            className="pointer-events-none absolute top-1/2 right-3.5 -translate-y-1/2 text-muted"
            aria-hidden="true"
          />
        </div>
      )}
    </Field>
  )
}
