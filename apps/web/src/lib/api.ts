import { batchCalls } from '@kinkeep/contracts/call-limits'
import type { AppRouter } from '@kinkeep/server/router'
import type { QueryClient } from '@tanstack/react-query'
import type { TRPCClient } from '@trpc/client'
import { httpBatchLink } from '@trpc/client/links/httpBatchLink'
import { createTRPCQueryUtils } from '@trpc/react-query'
import type { CreateQueryUtils } from '@trpc/react-query/shared'
import { proofLink } from './proof.ts'
import { trpc } from './trpc.ts'

/** Calls, without a cache: for what happens outside of a component. */
export type ApiClient = TRPCClient<AppRouter>
/** Reads through the cache that the hooks of `trpc` use: for loaders and the live stream. */
export type Api = CreateQueryUtils<AppRouter>

/** Longer URLs are cut into several requests before a proxy refuses them. */
const maxUrlLength = 2000

export function createApiClient(): ApiClient {
  return trpc.createClient({
    links: [
      proofLink,
      httpBatchLink<AppRouter>({ url: '/trpc', maxURLLength: maxUrlLength, maxItems: batchCalls }),
    ],
  })
}

export function createApi(client: ApiClient, queryClient: QueryClient): Api {
  return createTRPCQueryUtils<AppRouter>({ client, queryClient })
}
