import type { RotateMedia } from '@kinkeep/contracts/date-changes'
import { can } from '@kinkeep/contracts/roles'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { RateLimit } from '../platform/rate-limits.ts'
import { selectVisibleMedia } from './sql.ts'
import { enqueueTurn } from './turn-jobs.ts'

/** Turns by one person: each is a photo to be read anew. */
const turnCalls: RateLimit = { count: 120, seconds: 60 }

/**
 * Has what is shown of a photo turned; the original stays as it came. What was made before is shown until the new is
 * there, and stays if it cannot be made. Throws NotFound, ROLE_TOO_LOW for whoever neither sent it nor wrote its keep,
 * MEDIA_NOT_USABLE for a video and for what is not ready.
 */
export async function rotateMedia(
  deps: Pick<Deps, 'transaction' | 'limits'>,
  scope: CircleScope<'media.rotate'>,
  { mediaId, rotation }: RotateMedia,
): Promise<{ rotation: number }> {
  deps.limits.takeLoosely(`turn:${scope.userId}`, turnCalls)
  const { circleId } = scope
  return deps.transaction(async (tx) => {
    const media = await selectVisibleMedia(tx, scope)
      .where('media.id', '=', mediaId)
      .select(['media.kind', 'media.state', 'media.rotation', 'media.turned', 'media.keepId'])
      .select(['media.uploaderId', 'keeps.authorId'])
      .forUpdate('media')
      .executeTakeFirst()
    if (!media) throw notFound()
    const isTheirs = [media.uploaderId, media.authorId].includes(scope.userId)
    if (!isTheirs && !can(scope.role, 'keep.restrict')) throw new DomainError('ROLE_TOO_LOW')
    if (media.kind !== 'photo' || media.state !== 'ready') throw new DomainError('MEDIA_NOT_USABLE')
    if (media.rotation === rotation) return { rotation }

    const now = tx.effects.clock.now()
    await tx
      .updateTable('media')
      .set({ rotation, turnAskedAt: now })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .execute()
    if (rotation !== media.turned) await enqueueTurn(tx, { circleId, mediaId, rotation, since: now })
    await audit(tx, scope.actor, { action: 'media.rotated', circleId, subjectId: mediaId })
    await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: media.keepId })
    return { rotation }
  })
}
