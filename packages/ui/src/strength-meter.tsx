import { clsx } from 'clsx'

export interface StrengthMeterProps {
  /** 0 to 4; undefined while there is nothing to measure. */
  score: 0 | 1 | 2 | 3 | 4 | undefined
  /** What the score means, read out when it changes. */
  word: string
}

const tones = ['bg-danger', 'bg-danger', 'bg-sun', 'bg-accent', 'bg-accent'] as const

/** Four bars and a word. Takes its room before there is anything to say. */
export function StrengthMeter({ score, word }: StrengthMeterProps) {
  return (
    <div className="mt-2 flex h-5 items-center gap-3">
      <div className="flex w-28 gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={clsx(
              'h-1.5 grow rounded-full',
              score !== undefined && Math.max(1, score) >= bar ? tones[score] : 'bg-line',
            )}
          />
        ))}
      </div>
      <p role="status" className="text-muted text-xs">
        {word}
      </p>
    </div>
  )
}
