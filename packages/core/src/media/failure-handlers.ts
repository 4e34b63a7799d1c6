import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { derivedKeys } from './rules.ts'

/** Says of a photo or video that still waits why nothing can be made of it. Its original stays. */
export async function failMedia(
  deps: Pick<WorkerDeps, 'transaction' | 'storage'>,
  { circleId, mediaId }: { circleId: string; mediaId: string },
  failure: MediaFailureReason,
): Promise<void> {
  // Half of a try that failed is not counted, so it is not left either. If the store is what failed, the next try
  // writes over it, and whatever removes the photo removes it.
  await deps.storage.remove(derivedKeys(circleId, mediaId)).catch(() => undefined)
  await deps.transaction(async (tx) => {
    const changed = await tx
      .updateTable('media')
      .set({
        state: 'failed',
        failure,
        derivedBytes: null,
        renditionBytes: null,
        processedAt: tx.effects.clock.now(),
      })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('state', '=', 'processing')
      .returning('keepId')
      .executeTakeFirst()
    if (changed) await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: changed.keepId })
  })
}
