import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children'> {
  /** What it does, for those who do not see the icon. */
  label: string
  icon: ReactNode
  /** `night` stands on photographs. */
  tone?: 'quiet' | 'raised' | 'night'
}

const tones = {
  quiet: 'text-muted hover:bg-sunk hover:text-ink',
  raised: 'bg-surface text-ink shadow-raised hover:bg-sunk',
  night: 'bg-night/55 text-snow hover:bg-night/80',
} as const

/** A round button of 44 px with an icon and a spoken name. */
export function IconButton({ label, icon, tone = 'quiet', type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={clsx(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-colors disabled:opacity-40',
        tones[tone],
      )}
    >
      {icon}
    </button>
  )
}
