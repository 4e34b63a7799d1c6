import { keepPreviousData } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { trpc } from '../../lib/trpc.ts'
import type { MentionQuery } from './mentions.ts'

export interface Mentionable {
  userId: string
  name: string
  avatarId: string | null
}

interface Asked {
  circleId: string
  keepId: string
  /** Undefined while nobody is looked for. */
  query: MentionQuery | undefined
}

/** Members who may be called by what is typed after an @, and the keys that choose one of them. */
export function useMentionable({ circleId, keepId, query }: Asked) {
  const [active, setActive] = useState(0)
  // An @ whose list was closed, or about which the list has nothing to say, is only an @.
  const [closedAt, setClosedAt] = useState<number>()
  const isAsked = query !== undefined && query.at !== closedAt
  const list = trpc.keeps.comments.mentionable.useQuery(
    { circleId, keepId, search: query?.search ?? '' },
    { enabled: isAsked, placeholderData: keepPreviousData, staleTime: 60_000 },
  )
  const found: readonly Mentionable[] = isAsked ? (list.data?.people ?? []) : []
  const isOpen = found.length > 0
  const shown = Math.min(active, Math.max(0, found.length - 1))
  const close = () => setClosedAt(query?.at)

  /** Whether the list took the key. */
  const onKey = (event: KeyboardEvent, pick: (person: Mentionable) => void): boolean => {
    if (!isOpen || event.ctrlKey || event.metaKey || event.altKey) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const person = found[shown]
    if (step) setActive((shown + step + found.length) % found.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && person) {
      setActive(0)
      pick(person)
    } else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { found, isOpen, active: shown, onKey, close }
}
