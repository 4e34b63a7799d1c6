import { useId } from 'react'

export interface SegmentedControlProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** Speaks the label without showing it. */
  hideLabel?: boolean
}

/** One of two to four short choices, all in sight. Radio buttons underneath, so arrows and forms just work. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
}: SegmentedControlProps<Value>) {
  const name = useId()
  return (
    <fieldset>
      <legend className={hideLabel ? 'sr-only' : 'mb-1.5 font-medium text-sm'}>{label}</legend>
      <div className="flex gap-1 rounded-full bg-sunk p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-11 grow items-center justify-center rounded-full px-4 text-center font-medium text-muted text-sm transition-colors hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-raised has-focus-visible:outline-3 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
