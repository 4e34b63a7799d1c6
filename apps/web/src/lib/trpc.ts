import type { AppRouter } from '@kinkeep/server/router'
import { type CreateTRPCReact, createTRPCReact } from '@trpc/react-query'

/** The API's hooks: `trpc.circles.get.useSuspenseQuery({ circleId })`. */
export const trpc: CreateTRPCReact<AppRouter, unknown> = createTRPCReact<AppRouter>()
