import type { ReactNode } from 'react'
import type { SafetyLine } from './safety-lines.ts'

export interface SafetyGroupProps {
  /** What the glance's links lead to. */
  id: NonNullable<SafetyLine['next']>['hash']
  children: ReactNode
}

/** Sections that belong together, with room above for what sticks to the top of a phone. */
export function SafetyGroup({ id, children }: SafetyGroupProps) {
  return (
    <div id={id} className="flex scroll-mt-20 flex-col gap-10">
      {children}
    </div>
  )
}
