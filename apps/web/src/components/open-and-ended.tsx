import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

export interface OpenAndEndedProps<Item> {
  items: readonly Item[]
  hasEnded: (item: Item) => boolean
  /** A list item. */
  row: (item: Item, hasEnded: boolean) => ReactNode
  /** Said when none is open. */
  none: string
  /** What those that have ended are folded under, by how many there are. */
  endedLabel: (count: number) => string
}

/** Links and invitations: those that still hold, and folded away those that have ended. */
export function OpenAndEnded<Item>({ items, hasEnded, row, none, endedLabel }: OpenAndEndedProps<Item>) {
  const open = items.filter((item) => !hasEnded(item))
  const ended = items.filter(hasEnded)
  return (
    <>
      {open.length === 0 && <p className="text-muted text-sm">{none}</p>}
      {open.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {open.map((item) => row(item, false))}
        </ul>
      )}
      {ended.length > 0 && (
        <details className="group mt-3">
          <summary className="flex min-h-11 w-fit list-none items-center gap-1.5 rounded-md font-medium text-muted text-sm hover:text-ink">
            <ChevronRight
              size={18}
              className="transition-transform group-open:rotate-90"
              aria-hidden="true"
            />
            {endedLabel(ended.length)}
          </summary>
          <ul className="mt-1 divide-y divide-line rounded-lg border border-line">
            {ended.map((item) => row(item, true))}
          </ul>
        </details>
      )}
    </>
  )
}
