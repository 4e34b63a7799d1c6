import { isDatabaseUp } from '@kinkeep/core/platform/db'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { FastifyInstance } from 'fastify'

/** `/health`: the process lives. `/ready`: it can answer, so send it people. Neither says why not. */
export function registerHealth(app: FastifyInstance, deps: Pick<Deps, 'db'>, draining: AbortSignal): void {
  app.get('/health', { logLevel: 'silent' }, async () => ({ status: 'ok' }))

  app.get('/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const isReady = !draining.aborted && (await isDatabaseUp(deps.db))
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'notReady' })
  })
}
