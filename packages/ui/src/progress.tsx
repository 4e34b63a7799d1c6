import { Progress as Radix } from 'radix-ui'

export interface ProgressProps {
  label: string
  /** 0 to 1; null while it is not known. */
  value: number | null
  tone?: 'accent' | 'danger'
}

/** How far something is. */
export function Progress({ label, value, tone = 'accent' }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <Radix.Root
      value={percent}
      aria-label={label}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunk"
    >
      <Radix.Indicator
        style={{ transform: `translateX(${(percent ?? 30) - 100}%)` }}
        className={`h-full w-full rounded-full transition-transform ${tone === 'accent' ? 'bg-accent' : 'bg-danger'} ${percent === null ? 'animate-breathe' : ''}`}
      />
    </Radix.Root>
  )
}
