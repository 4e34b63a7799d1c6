import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { enqueueNextStep, type verifyMedia } from './jobs.ts'
import { mediaKey } from './rules.ts'

type Payload = z.infer<typeof verifyMedia.payload>

/**
 * Reads a file in the store from end to end and compares it with what its sender says it is. Equal, it is safe, and goes
 * on to have its previews made; another, it is kept, and its sender hears that it has to be sent once more. Memory does
 * not grow with the file. May run twice: only a row that still waits is changed.
 */
export async function handleVerifyMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'storage'>,
  payload: Payload,
  run: JobRun,
): Promise<void> {
  const media = await deps.db
    .selectFrom('media')
    .select(['state', 'claimedSha256', 'verifiedAt'])
    .where('circleId', '=', payload.circleId)
    .where('id', '=', payload.mediaId)
    .executeTakeFirst()
  if (media?.state !== 'processing' || media.verifiedAt) return
  try {
    const found = await hashStored(deps, payload, run.signal)
    if (!found) await fail(deps, payload, 'MISSING')
    else if (media.claimedSha256 && !media.claimedSha256.equals(found)) {
      await fail(deps, payload, 'CORRUPTED', found)
    } else await pass(deps, payload, found)
  } catch (error) {
    if (run.isLastTry) await fail(deps, payload, 'INTERNAL')
    throw error
  }
}

async function hashStored(
  deps: Pick<WorkerDeps, 'storage'>,
  { circleId, mediaId }: Payload,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const bytes = await deps.storage.openRead(mediaKey(circleId, mediaId, 'original'), signal)
  if (!bytes) return undefined
  const hash = createHash('sha256')
  await pipeline(bytes, hash, { signal })
  return hash.digest()
}

async function pass(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, mediaId }: Payload,
  sha256: Buffer,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    const media = await tx
      .updateTable('media')
      .set({ verifiedAt: now, sha256 })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('state', '=', 'processing')
      .where('verifiedAt', 'is', null)
      .returning(['keepId', 'isImport', 'completedAt'])
      .executeTakeFirst()
    if (!media) return
    const { isImport, keepId } = media
    // As the reconciler would queue it: a video is at work for longer than that one waits.
    const since = media.completedAt ?? now
    await enqueueNextStep(tx, { circleId, mediaId, since, isVerified: true, isImport })
    await publish(tx, circleId, { type: 'media.changed', mediaId, keepId })
  })
}

async function fail(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, mediaId }: Payload,
  failure: MediaFailureReason,
  sha256?: Buffer,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const media = await tx
      .updateTable('media')
      .set({ state: 'failed', failure, processedAt: tx.effects.clock.now(), ...(sha256 ? { sha256 } : {}) })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('state', '=', 'processing')
      .where('verifiedAt', 'is', null)
      .returning('keepId')
      .executeTakeFirst()
    if (media) await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: media.keepId })
  })
}
