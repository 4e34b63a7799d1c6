import path from 'node:path'
import { type Expression, type NotNull, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { sweepTempFolders } from '../platform/temp-folders.ts'
import { enqueueNextStep, longestJobSeconds, type processMedia } from './jobs.ts'
import { type FetchedFile, processWaiting, type Reading } from './reading-handlers.ts'
import { derivedTypes, mediaKey } from './rules.ts'

type Payload = z.infer<typeof processMedia.payload>

/**
 * Makes a photo visible: from its original to preview, thumbnail, ThumbHash, date and place. May run twice: objects
 * are overwritten with the same, and only a row that still waits is changed. What turns out to be a video goes to
 * those who read videos.
 */
export async function handleProcessMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage' | 'images'>,
  payload: Payload,
  run: JobRun,
): Promise<void> {
  await processWaiting(deps, payload, run, 'photo', (file) => readPhoto(deps, payload, file, run))
}

async function readPhoto(
  deps: Pick<WorkerDeps, 'storage' | 'images'>,
  { circleId, mediaId }: Payload,
  { folder, inputPath, originalName }: FetchedFile,
  { signal }: JobRun,
): Promise<Reading> {
  const previewPath = path.join(folder, 'preview')
  const thumbnailPath = path.join(folder, 'thumbnail')
  const photo = await deps.images.process({ inputPath, previewPath, thumbnailPath, originalName }, signal)
  if (photo.status !== 'ready') return photo
  await Promise.all([
    deps.storage.upload(mediaKey(circleId, mediaId, 'preview'), previewPath, derivedTypes.preview),
    deps.storage.upload(mediaKey(circleId, mediaId, 'thumbnail'), thumbnailPath, derivedTypes.thumbnail),
  ])
  return { ...photo, durationMs: null, renditionBytes: null }
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
