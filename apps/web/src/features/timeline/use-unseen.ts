import type { KeepView } from '@kinkeep/contracts/keeps'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

/**
 * How many keeps of others have come in above what is on the screen since the list was opened. `topIndex` is the
 * index of the first visible keep; whoever reaches a newcomer has seen it.
 */
export function useUnseen(keeps: readonly KeepView[], topIndex: number, userId: string | undefined): number {
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set())
  const newest = useRef<string>(undefined)

  const welcome = useEffectEvent(() => {
    const before = newest.current
    let last = before ?? ''
    for (const { createdAt } of keeps) if (createdAt > last) last = createdAt
    newest.current = last
    if (before === undefined) return
    const come = keeps
      .slice(0, topIndex)
      .filter(({ author, createdAt }) => createdAt > before && author?.id !== userId)
    if (come.length > 0) setUnseen((known) => new Set([...known, ...come.map(({ id }) => id)]))
  })
  useEffect(() => welcome(), [keeps])

  useEffect(() => {
    // Asked at every row that is scrolled by: nearly always there is none.
    setUnseen((known) => {
      if (known.size === 0) return known
      const left = keeps.slice(0, topIndex).filter(({ id }) => known.has(id))
      return left.length === known.size ? known : new Set(left.map(({ id }) => id))
    })
  }, [keeps, topIndex])
  return unseen.size
}
