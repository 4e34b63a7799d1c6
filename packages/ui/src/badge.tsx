import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const tones = {
  plain: 'bg-sunk text-muted',
  accent: 'bg-accent-soft text-accent',
  sun: 'bg-sun-soft text-sun-ink',
  danger: 'bg-danger-soft text-danger',
} as const

/** A word about a thing: a role, a state. */
export function Badge({ tone = 'plain', children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-xs',
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}
