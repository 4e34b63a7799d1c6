import type { KeepView } from '@kinkeep/contracts/keeps'
import { useEffect, useRef, useState } from 'react'

/**
 * How many keeps of others have come in above what is on the screen since the list was opened. `topIndex` is the
 * index of the first visible keep; whoever reaches a newcomer has seen it.
 */
export function useUnseen(keeps: readonly KeepView[], topIndex: number, userId: string | undefined): number {
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set())
  const newest = useRef<string>(undefined)

  useEffect(() => {
    const before = newest.current
    newest.current = [before ?? '', ...keeps.map(({ createdAt }) => createdAt)].toSorted().at(-1)
    const above = keeps.slice(0, topIndex)
    setUnseen((known) => {
      const next = above.filter(
        ({ id, author, createdAt }) =>
          known.has(id) || (before !== undefined && createdAt > before && author?.id !== userId),
      )
      return next.length === 0 && known.size === 0 ? known : new Set(next.map(({ id }) => id))
    })
  }, [keeps, topIndex, userId])
  return unseen.size
}
