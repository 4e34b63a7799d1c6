import { Check } from 'lucide-react'
import type { ComponentProps } from 'react'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'className' | 'type' | 'id'> {
  name: string
  label: string
}

/** A yes or no with its label; the whole line is the target. */
export function Checkbox({ label, ...input }: CheckboxProps) {
  return (
    <label className="flex min-h-11 w-fit items-center gap-3 text-sm">
      <span className="relative grid size-6 shrink-0 place-items-center">
        <input
          {...input}
          type="checkbox"
          className="peer col-start-1 row-start-1 size-6 appearance-none rounded-sm border border-edge bg-surface transition-colors checked:border-accent checked:bg-accent"
        />
        <Check
          size={17}
          strokeWidth={3}
          className="pointer-events-none col-start-1 row-start-1 text-accent-ink opacity-0 peer-checked:opacity-100"
          aria-hidden="true"
        />
      </span>
      {label}
    </label>
  )
}
