import { CircleAlert } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'

export interface FormProps {
  /** What went wrong with the whole form, as a sentence; null while nothing has. */
  error: string | null
  /** While true nothing is submitted a second time. */
  pending: boolean
  onSubmit: (data: FormData) => void
  /** A name for assistive technology, where no heading stands right above. */
  label?: string
  children: ReactNode
}

/** A form that cannot forget its error and its pending state. The browser's own bubbles are off: they speak its language, not ours. */
export function Form({ error, pending, onSubmit, label, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const submitted = useRef(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    submitted.current = true
    onSubmit(new FormData(event.currentTarget))
  }
  // Once a submission is answered, the first field that needs mending has the focus. Runs after every render: the
  // answer arrives as fields marked invalid, which only the page knows.
  useEffect(() => {
    if (!submitted.current || pending) return
    const invalid = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (!invalid) return
    submitted.current = false
    invalid.focus()
  })
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      aria-busy={pending}
      onSubmit={submit}
      className="flex flex-col gap-5"
    >
      <div role="alert" className="empty:hidden">
        {error !== null && (
          <p className="flex items-start gap-2.5 rounded-md bg-danger-soft px-4 py-3 text-danger text-sm">
            <CircleAlert size={18} className="mt-0.5 shrink-0" aria-hidden="true" />
            {error}
          </p>
        )}
      </div>
      {children}
    </form>
  )
}
