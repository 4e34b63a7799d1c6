import { mediaVariants } from '@kinkeep/contracts/media-states'
import { id } from '@kinkeep/contracts/values'
import { requireMedia } from '@kinkeep/core/media/access'
import { signMedia } from '@kinkeep/core/media/queries'
import type { Deps } from '@kinkeep/core/platform/deps'
import { DomainError, notFound } from '@kinkeep/core/platform/errors'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { callerOf } from './caller.ts'
import { cookiesOf } from './cookies.ts'

const params = z.object({ circleId: id, mediaId: id, variant: z.enum(mediaVariants) })
const query = z.object({ download: z.literal('1').optional(), v: z.coerce.number().int().optional() })

/** Views of pictures, a minute and address: a fast scroll through a long summer fits, a harvest does not. */
const viewLimit = { count: 3000, seconds: 60 }

/**
 * Sends an `<img>` to the store: who may see the picture is asked here, its bytes never pass through. The
 * redirect is good as long as the address it names, so that scrolling back costs nothing.
 */
export function registerMedia(app: FastifyInstance, deps: Deps): void {
  app.get('/media/:circleId/:mediaId/:variant', async (request, reply) => {
    const wanted = params.safeParse(request.params)
    const { download, v: version = 1 } = query.safeParse(request.query).data ?? {}
    if (!wanted.success) throw notFound()
    const caller = {
      ...callerOf(request, cookiesOf(request, reply, deps)),
      tokenScope: 'media:read' as const,
    }
    deps.limits.takeLoosely(`media:${caller.address}`, viewLimit)
    const scope = await requireMedia(deps, caller, wanted.data).catch((error: unknown) => {
      // An <img> cannot sign in: to a stranger, nothing is here.
      throw error instanceof DomainError && error.reason === 'NOT_SIGNED_IN' ? notFound() : error
    })
    const asFile = download === '1'
    const { url, reusableUntil } = await signMedia(deps, scope, { variant: wanted.data.variant, asFile })
    // Asked for as another than it is, it is so only now: the same address soon leads elsewhere.
    const isLasting = wanted.data.variant === 'original' || version === scope.version
    const seconds = Math.floor((reusableUntil.getTime() - deps.clock.now().getTime()) / 1000)
    return reply
      .header('cache-control', isLasting ? `private, max-age=${Math.max(0, seconds)}` : 'no-store')
      .header('vary', 'cookie')
      .redirect(url, 302)
  })
}
