import type { MediaKind } from '@kinkeep/contracts/media-states'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { enqueueProcessing } from './jobs.ts'

/** What was sent as a photo is a video, or the other way round: from now on it is, and waits where such are read. */
export async function passToOtherReader(
  tx: Tx,
  { circleId, mediaId }: { circleId: string; mediaId: string },
  kind: MediaKind,
): Promise<void> {
  const media = await tx
    .updateTable('media')
    .set({ kind })
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .where('state', '=', 'processing')
    .where('kind', '<>', kind)
    .returning(['keepId', 'completedAt', 'isImport'])
    .executeTakeFirst()
  if (!media) return
  const { keepId, completedAt, isImport } = media
  await enqueueProcessing(tx, { circleId, mediaId, since: completedAt ?? tx.effects.clock.now(), isImport })
  await publish(tx, circleId, { type: 'media.changed', mediaId, keepId })
}
