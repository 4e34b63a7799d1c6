import type { MediaView, RetryMedia } from '@kinkeep/contracts/media'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueueNextStep } from './jobs.ts'
import { mediaColumns, toMediaView } from './rules.ts'
import { selectVisibleMedia } from './sql.ts'

/** Lets the worker look at a failed photo once more. Throws NotFound, NOT_RETRYABLE for one that did not fail. */
export async function retryMedia(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'media.retry'>,
  { mediaId }: RetryMedia,
): Promise<MediaView> {
  return deps.transaction(async (tx) => {
    const media = await selectVisibleMedia(tx, scope)
      .where('media.id', '=', mediaId)
      .select([...mediaColumns, 'media.keepId', 'media.verifiedAt'])
      .forUpdate('media')
      .executeTakeFirst()
    if (!media) throw notFound()
    if (media.state !== 'failed') throw new DomainError('NOT_RETRYABLE')
    const now = tx.effects.clock.now()
    await tx
      .updateTable('media')
      .set({ state: 'processing', failure: null, completedAt: now })
      .where('circleId', '=', scope.circleId)
      .where('id', '=', mediaId)
      .execute()
    const isVerified = media.verifiedAt !== null
    await enqueueNextStep(tx, { circleId: scope.circleId, mediaId, since: now, isVerified })
    await publish(tx, scope.circleId, { type: 'media.changed', mediaId, keepId: media.keepId })
    return toMediaView({ ...media, state: 'processing', failure: null })
  })
}
