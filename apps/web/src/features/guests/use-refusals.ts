import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Hears of everything that was refused to somebody who wanted to react or write, and not a minute later. */
export function useRefusals(onRefused: (error: unknown) => void): void {
  const mutations = useQueryClient().getMutationCache()
  useEffect(
    () =>
      mutations.subscribe(({ type, mutation }) => {
        if (type === 'updated' && mutation.state.status === 'error') onRefused(mutation.state.error)
      }),
    [mutations, onRefused],
  )
}
