import { firstLetter } from '@kinkeep/ui/first-letter'
import { stableNumber } from '@kinkeep/ui/stable-number'

/** A circle's own little house: the arch of the name mark with the circle's first letter. */
export function CircleTile({ name, seed }: { name: string; seed: string }) {
  return (
    <span
      aria-hidden="true"
      style={{ backgroundColor: `oklch(0.46 0.075 ${stableNumber(seed, 360)})` }}
      className="grid size-8 shrink-0 place-items-center rounded-t-full rounded-b-sm pt-0.5 font-semibold text-snow text-xs"
    >
      {firstLetter(name)}
    </span>
  )
}
