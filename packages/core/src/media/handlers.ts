import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import { sql } from 'kysely'
import type { z } from 'zod'
import { settleKeepDate } from '../keeps/settle-keep-date.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import type { ImageResult } from '../platform/images/image-result.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { enqueueProcessing, type processMedia } from './jobs.ts'
import { allKeys, derivedTypes, mediaKey } from './rules.ts'

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

  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-media-'))
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
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, mediaId }: Payload,
  failure: MediaFailureReason,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const changed = await tx
      .updateTable('media')
      .set({ state: 'failed', failure, processedAt: tx.effects.clock.now() })
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
    .select(['circleId', 'id'])
    .where('state', '=', 'processing')
    .where('completedAt', '<', addSeconds(deps.clock.now(), -60))
    .orderBy('createdAt')
    .limit(1000)
    .execute()
  if (waiting.length === 0) return
  await deps.transaction(async (tx) => {
    for (const { circleId, id } of waiting) await enqueueProcessing(tx, circleId, id)
  })
}

/** Days until an upload that never arrived, and a photo that was taken out of its keep, are removed. */
const days = { requested: 2, detached: 30 }

/** Rows go first, so that nothing points to an object that is gone; an object left over is found by its row's absence. */
export async function handleSweepMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage'>,
): Promise<void> {
  const now = deps.clock.now()
  const gone = await deps.transaction((tx) =>
    sql<{ circleId: string; id: string }>`
      with gone as (
        delete from media where (circle_id, id) in (
          select circle_id, id from media
          where (state = 'requested' and created_at < ${addSeconds(now, -days.requested * secondsPerDay)})
             or (keep_id is null and detached_at < ${addSeconds(now, -days.detached * secondsPerDay)})
          limit 500 for update skip locked
        )
        returning circle_id, id, byte_size, state
      ), freed as (
        select circle_id, sum(byte_size) as bytes from gone where state <> 'requested' group by circle_id
      ), counted as (
        update circles set stored_bytes = stored_bytes - freed.bytes
        from freed where circles.id = freed.circle_id
      )
      select circle_id, id from gone
    `.execute(tx),
  )
  for (const { circleId, id } of gone.rows) await deps.storage.remove(allKeys(circleId, id))
}
