import { streamLookBackMs } from '@kinkeep/contracts/call-limits'
import type { QueryClient } from '@tanstack/react-query'

/**
 * Milliseconds since the oldest answer that is shown came; undefined when that is longer than a stream looks back. A
 * page that was just opened so hears what it missed, and need not read everything twice.
 */
export function readAgo(queryClient: QueryClient, now: number): number | undefined {
  const times = queryClient
    .getQueryCache()
    .getAll()
    .map(({ state }) => state.dataUpdatedAt)
    .filter((time) => time > 0)
  const ago = now - Math.min(now, ...times)
  return ago <= streamLookBackMs ? ago : undefined
}
