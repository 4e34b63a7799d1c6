import { limits } from '@kinkeep/contracts/limits'
import type { AppRouter } from '@kinkeep/server/router'
import type { QueryClient } from '@tanstack/react-query'
import { httpBatchLink } from '@trpc/client/links/httpBatchLink'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { trpc } from './trpc.ts'

/** Longer URLs are cut into several requests before a proxy refuses them. */
const maxUrlLength = 2000

export function createApiClient() {
  return trpc.createClient({
    links: [httpBatchLink<AppRouter>({ url: '/trpc', maxURLLength: maxUrlLength, maxItems: limits.batchCalls })],
  })
}
export type ApiClient = ReturnType<typeof createApiClient>

/** What loaders and the realtime stream use; it shares its cache with the hooks of `trpc`. */
export function createApi(client: ApiClient, queryClient: QueryClient) {
  return createTRPCQueryUtils<AppRouter>({ client, queryClient })
}
export type Api = ReturnType<typeof createApi>
