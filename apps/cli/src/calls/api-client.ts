import type { AppRouter } from '@kinkeep/server/router'
import {
  createTRPCClient,
  createTRPCUntypedClient,
  httpLink,
  type TRPCClient,
  type TRPCUntypedClient,
} from '@trpc/client'
import type { Config } from '../config.ts'
import { UsageError } from '../usage-error.ts'

export type ApiClient = TRPCClient<AppRouter>

/** The API as the owner of the token may use it. Throws UsageError without one. */
export function createApiClient(config: Config): ApiClient {
  return createTRPCClient<AppRouter>(linksOf(config))
}

/** The same for a procedure that is known by its name alone. */
export function createNamedClient(config: Config): TRPCUntypedClient<AppRouter> {
  return createTRPCUntypedClient<AppRouter>(linksOf(config))
}

function linksOf({ url, token }: Config) {
  if (!token) {
    throw new UsageError(
      'Set KINKEEP_TOKEN to a personal access token: in the browser, "Settings", "Security", "Access tokens".',
    )
  }
  return { links: [httpLink({ url: `${url}/trpc`, headers: { authorization: `Bearer ${token}` } })] }
}
