import type { ArchiveView } from '@kinkeep/contracts/archives'
import type { ReactNode } from 'react'
import { ArchiveState } from './archive-state.tsx'

export interface ArchiveListProps {
  items: readonly ArchiveView[]
  actions: (archive: ArchiveView) => ReactNode
}

/** What was asked for lately, newest first. */
export function ArchiveList({ items, actions }: ArchiveListProps) {
  if (items.length === 0) return null
  return (
    <ul className="mb-4 divide-y divide-line rounded-lg border border-line bg-surface">
      {items.map((archive) => (
        <ArchiveState key={archive.id} archive={archive}>
          {actions(archive)}
        </ArchiveState>
      ))}
    </ul>
  )
}
