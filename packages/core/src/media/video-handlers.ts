import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { newTempFolder } from '../platform/temp-folders.ts'
import type { VideoInput, VideoResult } from '../platform/videos/video-result.ts'
import { failMedia } from './failure-handlers.ts'
import { finishMedia } from './finish-media.ts'
import type { processVideo } from './jobs.ts'
import { joinLiveHalves } from './live-handlers.ts'
import { passToOtherReader } from './pass-to-other-reader.ts'
import { derivedTypes, kindOfType, mediaKey } from './rules.ts'

type Payload = z.infer<typeof processVideo.payload>
type ReadVideo = Extract<VideoResult, { status: 'ready' }>
type Unread = { status: 'failed'; reason: MediaFailureReason; mime?: string | null }

/** Failures that may be the machine's and not the file's. */
const passing: readonly MediaFailureReason[] = ['TIMED_OUT', 'OUT_OF_MEMORY', 'INTERNAL']

/**
 * Makes a video visible: poster, length, date and place, and something that plays everywhere where it does not itself.
 * May run twice, and be ended at any moment: objects are overwritten, and only a row that still waits is changed.
 */
export async function handleProcessVideo(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage' | 'videos'>,
  payload: Payload,
  run: JobRun,
): Promise<void> {
  const { circleId, mediaId } = payload
  const media = await deps.db
    .selectFrom('media')
    .select(['state', 'name', 'kind'])
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .executeTakeFirst()
  if (media?.state === 'ready') return joinLiveHalves(deps, payload)
  if (media?.state !== 'processing' || media.kind !== 'video') return

  const folder = await newTempFolder()
  try {
    const result = await read(deps, payload, media.name, folder, run)
    if (!result) return
    if (result.status === 'ready') return await finish(deps, payload, result)
    if (isPhoto(result)) return await deps.transaction((tx) => passToOtherReader(tx, payload, 'photo'))
    if (passing.includes(result.reason) && !run.isLastTry) throw new Error(`video: ${result.reason}`)
    await failMedia(deps, payload, result.reason)
  } catch (error) {
    if (!run.isLastTry) throw error
    await failMedia(deps, payload, 'INTERNAL')
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isPhoto({ reason, mime }: Unread): boolean {
  return reason === 'UNSUPPORTED_TYPE' && Boolean(mime) && kindOfType(mime ?? '') === 'photo'
}

/** null: nobody wants it any more. */
async function read(
  deps: Pick<WorkerDeps, 'db' | 'storage' | 'videos'>,
  { circleId, mediaId }: Payload,
  originalName: string,
  folder: string,
  { signal }: JobRun,
): Promise<ReadVideo | Unread | null> {
  const files: VideoInput = {
    inputPath: path.join(folder, 'original'),
    previewPath: path.join(folder, 'preview'),
    thumbnailPath: path.join(folder, 'thumbnail'),
    renditionPath: path.join(folder, 'rendition.mp4'),
    originalName,
  }
  const isThere = await deps.storage.download(
    mediaKey(circleId, mediaId, 'original'),
    files.inputPath,
    signal,
  )
  if (!isThere) return { status: 'failed', reason: 'MISSING' }

  const result = await deps.videos.process(files, signal)
  if (result.status !== 'ready') return result
  // Hours may have gone by: what was deleted meanwhile is not to have objects again that no row knows.
  if (!(await isWanted(deps, { circleId, mediaId }))) return null
  const store = (variant: 'preview' | 'thumbnail' | 'video', from: string) =>
    deps.storage.upload(mediaKey(circleId, mediaId, variant), from, derivedTypes[variant])
  await Promise.all([
    store('preview', files.previewPath),
    store('thumbnail', files.thumbnailPath),
    // One of an earlier version of Kinkeep may have made what this one does without.
    result.renditionBytes === null
      ? deps.storage.remove([mediaKey(circleId, mediaId, 'video')])
      : store('video', files.renditionPath),
  ])
  return result
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

async function finish(
  deps: Pick<WorkerDeps, 'db' | 'transaction'>,
  payload: Payload,
  video: ReadVideo,
): Promise<void> {
  const derivedBytes = video.previewBytes + video.thumbnailBytes + (video.renditionBytes ?? 0)
  await deps.transaction((tx) => finishMedia(tx, payload, { ...video, derivedBytes }))
  await joinLiveHalves(deps, payload)
}
