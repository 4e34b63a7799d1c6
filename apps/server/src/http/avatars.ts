import { avatarSizes } from '@kinkeep/contracts/avatars'
import { id } from '@kinkeep/contracts/values'
import { requireAvatar } from '@kinkeep/core/avatars/access'
import { signAvatar } from '@kinkeep/core/avatars/queries'
import type { Deps } from '@kinkeep/core/platform/deps'
import { DomainError, notFound } from '@kinkeep/core/platform/errors'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { callerOf } from './caller.ts'
import { cookiesOf } from './cookies.ts'

const params = z.object({ userId: id, avatarId: id, size: z.enum(avatarSizes) })

/** Faces, a minute and address: a list of a hundred members fits many times. */
const viewLimit = { count: 1000, seconds: 60 }

/** Sends an `<img>` of a person to the store, as `registerMedia` does for photos. */
export function registerAvatars(app: FastifyInstance, deps: Deps): void {
  app.get('/avatars/:userId/:avatarId/:size', async (request, reply) => {
    const wanted = params.safeParse(request.params)
    if (!wanted.success) throw notFound()
    const caller = {
      ...callerOf(request, cookiesOf(request, reply, deps)),
      tokenScope: 'users:read' as const,
    }
    deps.limits.takeLoosely(`avatars:${caller.address}`, viewLimit)
    const scope = await requireAvatar(deps, caller, wanted.data).catch((error: unknown) => {
      throw error instanceof DomainError && error.reason === 'NOT_SIGNED_IN' ? notFound() : error
    })
    const { url, reusableUntil } = await signAvatar(deps, scope, wanted.data.size)
    const seconds = Math.floor((reusableUntil.getTime() - deps.clock.now().getTime()) / 1000)
    return reply
      .header('cache-control', `private, max-age=${Math.max(0, seconds)}`)
      .header('vary', 'cookie')
      .redirect(url, 302)
  })
}
