import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { readError } from './read-error.ts'

const retries = 2
/** How often a page that was read too fast asks again: others may wait for the same turn. */
const turns = 6
/** Seconds that a page waits for its turn without a word; longer ones it tells. */
const longestTurn = 5

/**
 * The cache of everything the API answered. Queries fail at once when there is no network (`always`), so that a page
 * can say so instead of waiting silently, and are read again when it is back.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (readError(error).reason === 'NOT_SIGNED_IN') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Live events say what became stale; time is only the safety net.
        staleTime: 60_000,
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (failures, error) => failures < triesAfter(error),
        retryDelay: (failures, error) => (turnOf(error) ?? 2 ** failures) * 1000,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** How often it is worth asking again. */
function triesAfter(error: unknown): number {
  if (turnOf(error) !== null) return turns
  return isPassing(error) ? retries : 0
}

/** Whether the same call may well succeed in a moment. An answer of the server's own is final. */
function isPassing(error: unknown): boolean {
  const { reason } = readError(error)
  return (reason === 'UNREACHABLE' && navigator.onLine) || reason === 'UNAVAILABLE'
}

/** Seconds until it is the turn of whoever asked too often; null when it was not that, or takes too long to wait. */
function turnOf(error: unknown): number | null {
  const { reason, retryAfter } = readError(error)
  return reason === 'TOO_MANY_REQUESTS' && retryAfter !== null && retryAfter <= longestTurn
    ? retryAfter
    : null
}
