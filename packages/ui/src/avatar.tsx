import { clsx } from 'clsx'
import { firstLetter } from './first-letter.tsx'
import { stableNumber } from './stable-number.tsx'

const sizes = {
  sm: 'size-8 text-xs',
  md: 'size-10 text-sm',
  lg: 'size-14 text-lg',
  xl: 'size-24 text-2xl',
} as const

/** Warm grounds that white initials can be read on (4.5:1 and more), in either theme. */
const grounds = [
  '#8f4a2f',
  '#7a5a1e',
  '#53682f',
  '#2b6a5b',
  '#35617f',
  '#5c5591',
  '#85476f',
  '#99434a',
] as const

export interface AvatarProps {
  name: string
  /** Decides the colour; an id keeps it the same after a change of name. */
  seed: string
  size?: keyof typeof sizes
  /** A picture, square; undefined or null for somebody without one. */
  src?: string | null | undefined
}

/** A person's picture, over initials on a colour of their own while it comes or does not. Decoration: the name stands beside it, or the caller says it. */
export function Avatar({ name, seed, size = 'md', src }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      style={{ backgroundColor: grounds[stableNumber(seed, grounds.length)] }}
      className={clsx(
        'relative inline-flex shrink-0 select-none overflow-hidden items-center justify-center rounded-full font-semibold text-snow tracking-tight',
        sizes[size],
      )}
    >
      {initialsOf(name)}
      {src && <img key={src} src={src} alt="" className="absolute inset-0 size-full object-cover" />}
    </span>
  )
}

/** The first letters of the first and the last word; a single word gives one letter. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words
  return picked.map((word) => firstLetter(word ?? '')).join('')
}
