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
    // What failed after it was ready, as the search for its other half may, is shown: it keeps what was made of it.
    if (!changed) return
    // Half of a try that failed is not counted, so it is not left either. While the row is held, so that whoever asks
    // for another try waits, and a worker that ends here leaves a row that still waits. Not by a removal that comes
    // later: by then the next try may have made these anew. If the store is what failed, the next try writes over it,
    // and whatever removes the photo removes it.
    await deps.storage.remove(derivedKeys(circleId, mediaId)).catch(() => undefined)
    await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: changed.keepId })
  })
}
