import path from 'node:path'
import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import type { processVideo } from './jobs.ts'
import { type FetchedFile, processWaiting, type Reading } from './reading-handlers.ts'
import { derivedTypes, mediaKey } from './rules.ts'

type Payload = z.infer<typeof processVideo.payload>

/**
 * Makes a video visible: poster, length, date and place, and something that plays everywhere where it does not itself.
 * May run twice, and be ended at any moment: objects are overwritten, and only a row that still waits is changed.
 */
export async function handleProcessVideo(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage' | 'videos'>,
  payload: Payload,
  run: JobRun,
): Promise<void> {
  await processWaiting(deps, payload, run, 'video', (file) => readVideo(deps, payload, file, run))
}

async function readVideo(
  deps: Pick<WorkerDeps, 'db' | 'storage' | 'videos'>,
  { circleId, mediaId }: Payload,
  { folder, inputPath, originalName }: FetchedFile,
  { signal }: JobRun,
): Promise<Reading> {
  const previewPath = path.join(folder, 'preview')
  const thumbnailPath = path.join(folder, 'thumbnail')
  const renditionPath = path.join(folder, 'rendition.mp4')
  const files = { inputPath, previewPath, thumbnailPath, renditionPath, originalName }
  const video = await deps.videos.process(files, signal)
  if (video.status !== 'ready') return video
  // Hours may have gone by: what was deleted meanwhile is not to have objects again that no row knows.
  if (!(await isWanted(deps, { circleId, mediaId }))) return null
  const store = (variant: 'preview' | 'thumbnail' | 'video', from: string) =>
    deps.storage.upload(mediaKey(circleId, mediaId, variant), from, derivedTypes[variant])
  await Promise.all([
    store('preview', previewPath),
    store('thumbnail', thumbnailPath),
    // One of an earlier version of Kinkeep may have made what this one does without.
    video.renditionBytes === null
      ? deps.storage.remove([mediaKey(circleId, mediaId, 'video')])
      : store('video', renditionPath),
  ])
  return video
}

async function isWanted({ db }: Pick<WorkerDeps, 'db'>, { circleId, mediaId }: Payload): Promise<boolean> {
  const media = await db
    .selectFrom('media')
    .select('state')
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .executeTakeFirst()
  return media?.state === 'processing'
}
