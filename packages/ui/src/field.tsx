import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'

export interface FieldTexts {
  label: string
  /** Said before anything is wrong; null when the label is enough. */
  hint: string | null
  /** What is wrong with the value; null when nothing is. */
  error: string | null
}

export interface FieldControl {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** Label, control, hint and error tied together for every kind of field. */
export function Field({
  label,
  hint,
  error,
  children,
}: FieldTexts & { children: (control: FieldControl) => ReactNode }) {
  const id = useId()
  const described = [hint !== null && `${id}-hint`, error !== null && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-ink text-sm">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error !== null || undefined,
      })}
      {hint !== null && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error !== null && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 font-medium text-danger text-xs">
          <CircleAlert size={15} className="mt-0.5 shrink-0" aria-hidden="true" />
          {error}
        </p>
      )}
    </div>
  )
}

/** The looks that every text-like control has in common. */
export const controlClass =
  'w-full min-h-12 rounded-md border border-edge bg-surface px-3.5 text-base text-ink placeholder:text-muted ' +
  'transition-colors hover:border-ink/60 focus-visible:outline-offset-0 aria-invalid:border-danger ' +
  'aria-invalid:outline-danger disabled:opacity-60'
