import type { AppRouter } from '@kinkeep/server/router'
import { type CreateTRPCReact, createTRPCReact } from '@trpc/react-query'

/** The API's hooks: `trpc.circles.get.useSuspenseQuery({ circleId })`. Those for many at once are not in the build. */
export const trpc: Omit<
  CreateTRPCReact<AppRouter, unknown>,
  'useQueries' | 'useSuspenseQueries'
> = createTRPCReact<AppRouter>()
