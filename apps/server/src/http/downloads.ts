import type { Deps } from '@kinkeep/core/platform/deps'
import { takeRecoverySheet } from '@kinkeep/core/two-factor/take-recovery-sheet'
import type { FastifyInstance } from 'fastify'
import { callerOf } from './caller.ts'
import { cookiesOf } from './cookies.ts'

/** Links that hand out one thing once, a minute and address: nobody has many, and nobody guesses one. */
const downloadLimit = { count: 20, seconds: 60 }

/** Hands out what a link stands for, once. A HEAD would use it up and show nothing, so there is none. */
export function registerDownloads(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { token: string } }>(
    '/downloads/:token',
    { exposeHeadRoute: false },
    async (request, reply) => {
      const { address } = callerOf(request, cookiesOf(request, reply, deps))
      deps.limits.takeLoosely(`download:${address}`, downloadLimit)
      const { fileName, pdf } = await takeRecoverySheet(deps, request.params.token)
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .header('cache-control', 'no-store')
        .send(pdf)
    },
  )
}
