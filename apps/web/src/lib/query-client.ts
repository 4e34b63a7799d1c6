import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { readError } from './read-error.ts'

const retries = 2

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
        retry: (failures, error) => failures < retries && isPassing(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Whether the same call may well succeed in a moment. An answer of the server's own is final. */
function isPassing(error: unknown): boolean {
  const { reason } = readError(error)
  return (reason === 'UNREACHABLE' && navigator.onLine) || reason === 'UNAVAILABLE'
}
