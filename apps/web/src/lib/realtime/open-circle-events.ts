import type { CircleEvent } from '@kinkeep/contracts/events'
import type { AppRouter } from '@kinkeep/server/router'
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import type { StreamHandlers, StreamStart } from './keep-stream-open.ts'

/** Only streams go through here; calls are batched by the client in lib/api.ts. */
const client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] })

/** Opens `circles.onEvent` once; answers how to close it. */
export function openCircleEvents(
  circleId: string,
  start: StreamStart,
  handlers: StreamHandlers<CircleEvent>,
): () => void {
  const subscription = client.circles.onEvent.subscribe(
    { circleId, ...start },
    {
      onStarted: handlers.onStarted,
      onData: ({ id, data }) => handlers.onData(id, data),
      onError: handlers.onStopped,
      onComplete: handlers.onStopped,
    },
  )
  return () => subscription.unsubscribe()
}
