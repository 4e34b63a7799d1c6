import type { AppRouter } from '@kinkeep/server/router'
import { createTRPCReact } from '@trpc/react-query'

/** The API's hooks: `trpc.circles.get.useSuspenseQuery({ circleId })`. */
export const trpc = createTRPCReact<AppRouter>()
