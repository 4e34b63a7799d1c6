import type { Milestone } from '@kinkeep/contracts/keep-kinds'
import { Cake, Footprints, Ruler, School, Smile, Sparkles, Speech } from 'lucide-react'

const icons = {
  first_word: Speech,
  first_steps: Footprints,
  first_tooth: Smile,
  first_day_school: School,
  birthday: Cake,
  height_weight: Ruler,
  other: Sparkles,
} as const satisfies Record<Milestone, unknown>

/** A milestone's sign under a little arch, the door of the name mark. */
export function MilestoneMark({ milestone }: { milestone: Milestone }) {
  const Icon = icons[milestone]
  return (
    <span className="grid h-14 w-12 shrink-0 place-items-center rounded-t-full rounded-b-md bg-sun-soft pt-1 text-sun-ink">
      <Icon size={24} aria-hidden="true" />
    </span>
  )
}
