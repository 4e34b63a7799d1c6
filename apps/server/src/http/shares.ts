import { sharedVariants } from '@kinkeep/contracts/share-kinds'
import { id } from '@kinkeep/contracts/values'
import { signShared, signSharePreview } from '@kinkeep/core/media/outside-queries'
import type { Deps } from '@kinkeep/core/platform/deps'
import { notFound } from '@kinkeep/core/platform/errors'
import { requireShare, requireSharePreview } from '@kinkeep/core/share-links/access'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { callerOf } from './caller.ts'
import { cookiesOf } from './cookies.ts'

const picture = z.object({ linkId: id, mediaId: id, variant: z.enum(sharedVariants) })
const preview = z.object({ linkId: id, proof: z.string().max(100) })

/** Pictures, a minute and address: a fast scroll through a long summer fits, a harvest does not. */
const viewLimit = { count: 3000, seconds: 60 }

/**
 * Sends an `<img>` of a shared page to the store. What lets it in is the browser's cookie: no token stands in an
 * address that a page, a cache or a log might pass on.
 */
export function registerShares(app: FastifyInstance, deps: Deps): void {
  app.get('/shared/:linkId/:mediaId/:variant', async (request, reply) => {
    const wanted = picture.safeParse(request.params)
    if (!wanted.success) throw notFound()
    const caller = callerOf(request, cookiesOf(request, reply, deps))
    deps.limits.takeLoosely(`shared:${caller.address}`, viewLimit)
    const { linkId, mediaId, variant } = wanted.data
    const { scope } = await requireShare(deps, caller, linkId)
    const signed = await signShared(deps, scope, { mediaId, variant })
    // A copy to take along may be another one in a moment.
    return send(reply.header('vary', 'cookie'), signed, variant === 'download' ? undefined : deps)
  })

  // For chats, which carry no cookie: the picture of a link that was made to be shown there, and no other.
  app.get('/shared/:linkId/preview/:proof/picture', async (request, reply) => {
    const wanted = preview.safeParse(request.params)
    if (!wanted.success) throw notFound()
    const { address } = callerOf(request, cookiesOf(request, reply, deps))
    deps.limits.takeLoosely(`shared:${address}`, viewLimit)
    const { scope } = await requireSharePreview(deps, wanted.data)
    return send(reply, await signSharePreview(deps, scope), undefined)
  })
}

/** Good as long as the address it names, so that scrolling back costs nothing. */
function send(
  reply: FastifyReply,
  { url, reusableUntil }: { url: string; reusableUntil: Date },
  reused: Pick<Deps, 'clock'> | undefined,
): FastifyReply {
  const seconds = reused ? Math.floor((reusableUntil.getTime() - reused.clock.now().getTime()) / 1000) : 0
  return reply
    .header('cache-control', reused ? `private, max-age=${Math.max(0, seconds)}` : 'no-store')
    .redirect(url, 302)
}
