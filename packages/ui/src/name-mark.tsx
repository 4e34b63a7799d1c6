import { wordmarkPath } from './wordmark-path.tsx'

export interface NameMarkProps {
  /** `mark` is the sign alone, `full` has the name beside it. */
  variant: 'mark' | 'full'
  /** Height of the sign in pixels; the name follows. */
  size?: number
  /** The name as it is spoken; null where the name already stands nearby. */
  label: string | null
}

/** A house with somebody big and somebody small at home: three arches, one inside the other. */
export function NameMark({ variant, size = 32, label }: NameMarkProps) {
  const width = variant === 'full' ? 134 : 32
  return (
    <span className="inline-flex shrink-0" {...(label !== null && { role: 'img', 'aria-label': label })}>
      <svg height={size} width={(size * width) / 32} viewBox={`0 0 ${width} 32`} aria-hidden="true">
        <path
          d="M3 15a13 13 0 0 1 26 0v12.5a2.5 2.5 0 0 1-2.5 2.5h-21A2.5 2.5 0 0 1 3 27.5Z"
          className="fill-accent"
        />
        <path d="M8 30V16.5a5.5 5.5 0 0 1 11 0V30Z" className="fill-paper" />
        <path d="M14 30v-5.5a5.25 5.25 0 0 1 10.5 0V30Z" className="fill-accent" />
        <path d="M15.5 30v-5.5a3.75 3.75 0 0 1 7.5 0V30Z" className="fill-sun" />
        {variant === 'full' && (
          <path d={wordmarkPath} transform="translate(36.5 24.2) scale(0.236)" className="fill-ink" />
        )}
      </svg>
    </span>
  )
}
