import { clsx } from 'clsx'
import { Slot } from 'radix-ui'
import type { ComponentProps, MouseEvent } from 'react'
import { Spinner } from './spinner.tsx'

const tones = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong',
  secondary: 'bg-surface text-ink border border-edge hover:bg-sunk',
  quiet: 'text-accent hover:bg-accent-soft',
  danger: 'bg-danger text-danger-ink hover:bg-danger-strong',
} as const

const sizes = {
  md: 'min-h-11 px-5 py-2 text-sm',
  lg: 'min-h-13 px-7 py-3 text-base',
} as const

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'disabled'> {
  tone?: keyof typeof tones
  size?: keyof typeof sizes
  /** Takes the whole width of its parent. */
  wide?: boolean
  /** Keeps its place, its label and the focus, shows a spinner and ignores clicks. */
  pending?: boolean
  disabled?: boolean
  /** Lends its looks to its one child, for example a link. */
  asChild?: boolean
}

/** The one button. `type` is `button` unless said otherwise, so that none submits a form by accident. */
export function Button({
  tone = 'primary',
  size = 'md',
  wide = false,
  pending = false,
  disabled = false,
  asChild = false,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const className = clsx(
    'inline-flex select-none items-center justify-center gap-2 rounded-full text-center font-semibold transition-colors',
    'aria-disabled:opacity-55',
    tones[tone],
    sizes[size],
    wide && 'w-full',
  )
  if (asChild) return <Slot.Root className={className}>{children}</Slot.Root>

  const off = disabled || pending
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      className={className}
      aria-disabled={off || undefined}
      aria-busy={pending || undefined}
      onClick={click}
    >
      {pending && <Spinner />}
      {children}
    </button>
  )
}
