import type { Tx } from '../platform/db.ts'
import { enqueueProcessing } from './jobs.ts'

interface ToldMedia {
  mediaId: string
  keepId: string
  position: number
  /** Hex; null of an original that did not come along. */
  sha256: string | null
}

/**
 * Makes media whose bytes were brought in part of a keep, and has the worker look at them behind all that people send.
 * One whose original is nowhere stays, and says so.
 */
export async function acceptToldMedia(tx: Tx, circleId: string, media: ToldMedia): Promise<void> {
  const { mediaId, keepId, position, sha256 } = media
  const now = tx.effects.clock.now()
  await tx
    .updateTable('media')
    .set({ keepId, position, detachedAt: null, completedAt: now })
    .set(
      sha256 === null
        ? { state: 'failed', failure: 'MISSING', processedAt: now }
        : { state: 'processing', claimedSha256: Buffer.from(sha256, 'hex'), verifiedAt: now },
    )
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .where('state', '=', 'requested')
    .execute()
  if (sha256 !== null) await enqueueProcessing(tx, { circleId, mediaId, since: now, isImport: true })
}
