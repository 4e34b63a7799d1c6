import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import { type Expression, type NotNull, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { settleKeepDate } from '../keeps/settle-keep-date.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import type { ImageResult } from '../platform/images/image-result.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { newTempFolder, sweepTempFolders } from '../platform/temp-folders.ts'
import { enqueueNextStep, type processMedia } from './jobs.ts'
import { derivedKeys, derivedTypes, mediaKey } from './rules.ts'

type Payload = z.infer<typeof processMedia.payload>
type ReadPhoto = Extract<ImageResult, { status: 'ready' }>

/** Failures that may be the machine's and not the file's: worth another try before a person hears of them. */
const passing: readonly MediaFailureReason[] = ['TIMED_OUT', 'OUT_OF_MEMORY', 'INTERNAL']

/**
 * Makes a photo visible: from its original to preview, thumbnail, ThumbHash and date. May run twice: objects
 * are overwritten with the same, and only a row that still waits is changed.
 */
export async function handleProcessMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage' | 'images'>,
  payload: Payload,
  run: JobRun,
): Promise<void> {
  const { circleId, mediaId } = payload
  const media = await deps.db
    .selectFrom('media')
    .select(['state', 'name'])
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .executeTakeFirst()
  if (media?.state !== 'processing') return

  const folder = await newTempFolder()
  try {
    const result = await read(deps, payload, media.name, folder, run)
    if (result.status === 'ready') return await finish(deps, payload, result)
    if (passing.includes(result.reason) && !run.isLastTry) throw new Error(`photo: ${result.reason}`)
    await fail(deps, payload, result.reason)
  } catch (error) {
    if (!run.isLastTry) throw error
    await fail(deps, payload, 'INTERNAL')
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function read(
  deps: Pick<WorkerDeps, 'storage' | 'images'>,
  { circleId, mediaId }: Payload,
  originalName: string,
  folder: string,
  { signal }: JobRun,
): Promise<ImageResult | { status: 'failed'; reason: MediaFailureReason }> {
  const inputPath = path.join(folder, 'original')
  const previewPath = path.join(folder, 'preview')
  const thumbnailPath = path.join(folder, 'thumbnail')
  const isThere = await deps.storage.download(mediaKey(circleId, mediaId, 'original'), inputPath, signal)
  if (!isThere) return { status: 'failed', reason: 'MISSING' }

  const result = await deps.images.process({ inputPath, previewPath, thumbnailPath, originalName }, signal)
  if (result.status === 'ready') {
    await Promise.all([
      deps.storage.upload(mediaKey(circleId, mediaId, 'preview'), previewPath, derivedTypes.preview),
      deps.storage.upload(mediaKey(circleId, mediaId, 'thumbnail'), thumbnailPath, derivedTypes.thumbnail),
    ])
  }
  return result
}

async function finish(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, mediaId }: Payload,
  photo: ReadPhoto,
): Promise<void> {
  await deps.transaction(async (tx) => {
    await lockKeepOf(tx, circleId, mediaId)
    const taken = photo.taken && {
      happenedAt: photo.taken.at,
      happenedOffset: photo.taken.offsetMinutes,
      dateSource: photo.taken.source,
    }
    const changed = await tx
      .updateTable('media')
      .set({
        state: 'ready',
        failure: null,
        mime: photo.mime,
        sha256: Buffer.from(photo.sha256, 'hex'),
        width: photo.width,
        height: photo.height,
        thumbHash: photo.thumbHash,
        derivedBytes: photo.previewBytes + photo.thumbnailBytes,
        processedAt: tx.effects.clock.now(),
        ...taken,
      })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('state', '=', 'processing')
      .returning('keepId')
      .executeTakeFirst()
    if (!changed) return
    if (changed.keepId && taken) await settleKeepDate(tx, circleId, changed.keepId)
    await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: changed.keepId })
  })
}

/** The keep before its media, as an edit locks them, so that neither can wait for the other. */
async function lockKeepOf(tx: Tx, circleId: string, mediaId: string): Promise<void> {
  await tx
    .selectFrom('keeps')
    .innerJoin('media', (join) =>
      join.onRef('media.circleId', '=', 'keeps.circleId').onRef('media.keepId', '=', 'keeps.id'),
    )
    .select('keeps.id')
    .where('media.circleId', '=', circleId)
    .where('media.id', '=', mediaId)
    .forUpdate('keeps')
    .execute()
}

async function fail(
  deps: Pick<WorkerDeps, 'transaction' | 'storage'>,
  { circleId, mediaId }: Payload,
  failure: MediaFailureReason,
): Promise<void> {
  // Half of a try that failed is not counted, so it is not left either. If the store is what failed, the next try
  // writes over it, and whatever removes the photo removes it.
  await deps.storage.remove(derivedKeys(circleId, mediaId)).catch(() => undefined)
  await deps.transaction(async (tx) => {
    const changed = await tx
      .updateTable('media')
      .set({ state: 'failed', failure, derivedBytes: null, processedAt: tx.effects.clock.now() })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('state', '=', 'processing')
      .returning('keepId')
      .executeTakeFirst()
    if (changed) await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: changed.keepId })
  })
}

/** Photos that wait longer than a job may take have lost theirs. The queue refuses a second one for the rest. */
export async function handleReconcileMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock'>,
): Promise<void> {
  const waiting = await deps.db
    .selectFrom('media')
    .select(['circleId', 'id as mediaId', 'completedAt as since', 'isImport'])
    .select((media) => media('verifiedAt', 'is not', null).as('isVerified'))
    .where('state', '=', 'processing')
    .where('completedAt', '<', addSeconds(deps.clock.now(), -60))
    .$narrowType<{ since: NotNull }>()
    .orderBy('createdAt')
    .limit(1000)
    .execute()
  if (waiting.length === 0) return
  await deps.transaction(async (tx) => {
    for (const { isVerified, ...photo } of waiting) {
      await enqueueNextStep(tx, { ...photo, isVerified: Boolean(isVerified) })
    }
  })
}

/** Days until an upload of which nobody asks any more, and a photo that was taken out of its keep, are removed. */
const days = { requested: 2, detached: 30 }

/** No job takes this long: a working folder that is older belongs to nobody. */
const longestJobSeconds = 60 * 60

/** A photo at a time, so that nothing waits for the store but the row that nobody wants any more. */
export async function handleSweepMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage'>,
): Promise<void> {
  await sweepTempFolders(longestJobSeconds)
  const isDue = dueAt(deps.clock.now())
  const due = await deps.db.selectFrom('media').select(['circleId', 'id']).where(isDue).limit(500).execute()
  for (const media of due) await sweep(deps, media, isDue)
}

/** Bytes before their row: of a row that went first, they would stay in the store for good if it is away. */
async function sweep(
  deps: Pick<WorkerDeps, 'transaction' | 'storage'>,
  { circleId, id }: { circleId: string; id: string },
  isDue: Expression<SqlBool>,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const media = await tx
      .selectFrom('media')
      .select('id')
      .where('circleId', '=', circleId)
      .where('id', '=', id)
      .where(isDue)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!media) return
    await deps.storage.removeAll(`circles/${circleId}/media/${id}/`)
    await tx.deleteFrom('media').where('circleId', '=', circleId).where('id', '=', id).execute()
  })
}

function dueAt(now: Date): Expression<SqlBool> {
  return sql<boolean>`(
    (state = 'requested' and coalesce(active_at, created_at) < ${addSeconds(now, -days.requested * secondsPerDay)})
    or (keep_id is null and detached_at < ${addSeconds(now, -days.detached * secondsPerDay)})
  )`
}
