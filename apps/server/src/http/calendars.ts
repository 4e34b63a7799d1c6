import { requireFeed } from '@kinkeep/core/calendar/access'
import { readFeed } from '@kinkeep/core/calendar/queries'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { FastifyInstance } from 'fastify'
import { networkOf } from './caller.ts'

/** Readings a minute and address: the large calendar services fetch for many families from few addresses. */
const readLimit = { count: 300, seconds: 60 }

/** Hands a calendar program its family's days. The address is the proof: no cookie is looked at, and none is set. */
export function registerCalendars(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { token: string } }>('/calendars/:token.ics', async (request, reply) => {
    deps.limits.takeLoosely(`calendar:${networkOf(request.ip)}`, readLimit)
    const scope = await requireFeed(deps, request.params.token)
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="kinkeep.ics"')
      .header('cache-control', 'private, no-cache')
      .send(await readFeed(deps, scope))
  })
}
