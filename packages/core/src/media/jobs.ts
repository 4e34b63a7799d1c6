import { z } from 'zod'
import type { Tx } from '../platform/db.ts'
import { defineJob, type EnqueueOptions, enqueue } from '../platform/jobs.ts'

/** Reads a photo and makes its preview, thumbnail and ThumbHash. One at a time for each photo. */
export const processMedia = defineJob({
  name: 'media.process',
  payload: z.object({ circleId: z.uuid(), mediaId: z.uuid() }),
  retryLimit: 10,
  retryDelay: 1,
  expireInSeconds: 180,
  concurrency: 2,
  exclusive: true,
})

/**
 * Reads a video and makes what is shown and played of it. In a queue of its own, so that no photo waits for the hours
 * that encoding may take.
 */
export const processVideo = defineJob({
  name: 'media.process-video',
  payload: z.object({ circleId: z.uuid(), mediaId: z.uuid() }),
  retryLimit: 3,
  retryDelay: 5,
  expireInSeconds: 12 * 60 * 60,
  concurrency: 1,
  exclusive: true,
})

/** No job of any photo or video takes longer: a working folder that is older belongs to nobody. */
export const longestJobSeconds = 13 * 60 * 60

/** Reads a file that came in parts, and compares it with its sender's hash, before anything is made of it. */
export const verifyMedia = defineJob({
  name: 'media.verify',
  payload: z.object({ circleId: z.uuid(), mediaId: z.uuid() }),
  retryLimit: 10,
  retryDelay: 1,
  // 20 GB at 10 MB/s.
  expireInSeconds: 2100,
  concurrency: 2,
  exclusive: true,
})

/** Finds photos whose job is gone, and puts them back into the queue. */
export const reconcileMedia = defineJob({
  name: 'media.reconcile',
  payload: z.object({}),
  retryLimit: 0,
  retryDelay: 1,
  expireInSeconds: 60,
  concurrency: 1,
  schedule: '* * * * *',
})

/** Counts what was made of photos before it was counted when it was made. Nothing to do, once it has been everywhere. */
export const measureMedia = defineJob({
  name: 'media.measure',
  payload: z.object({}),
  retryLimit: 0,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '*/10 * * * *',
})

/** Removes uploads that never arrived, and media that belong to no keep any more. */
export const sweepMedia = defineJob({
  name: 'media.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 600,
  concurrency: 1,
  schedule: '7 * * * *',
})

/** Removes objects whose rows are gone. By the clock as well: for what failed, and for the last look. */
export const runRemovals = defineJob({
  name: 'media.remove-objects',
  payload: z.object({}),
  retryLimit: 5,
  retryDelay: 5,
  expireInSeconds: 900,
  concurrency: 1,
  schedule: '*/10 * * * *',
})

/** What was brought along from elsewhere, thousands at a time, waits for what somebody has just sent. */
const importPriority = -10

interface WaitingMedia {
  circleId: string
  mediaId: string
  since: Date
  isImport?: boolean
}

/**
 * Queues a photo or a video for whoever reads such, once for each try: `since` is when it began to wait. A second try
 * has a job of its own, because the first one's may not have left the queue when its failure is already there to see.
 */
export async function enqueueProcessing(tx: Tx, media: WaitingMedia): Promise<void> {
  const { circleId, mediaId } = media
  const { kind } = await tx
    .selectFrom('media')
    .select('kind')
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .executeTakeFirstOrThrow()
  const job = kind === 'video' ? processVideo : processMedia
  await enqueue(tx, job, { circleId, mediaId }, placeOf(media))
}

/** The same for a file of which it may not be known yet whether it is the sender's: then that comes first. */
export async function enqueueNextStep(tx: Tx, media: WaitingMedia & { isVerified: boolean }): Promise<void> {
  if (media.isVerified) return enqueueProcessing(tx, media)
  const { circleId, mediaId } = media
  await enqueue(tx, verifyMedia, { circleId, mediaId }, placeOf(media))
}

function placeOf({ mediaId, since, isImport = false }: WaitingMedia): EnqueueOptions {
  const singletonKey = `${mediaId}:${since.toISOString()}`
  return isImport ? { singletonKey, priority: importPriority } : { singletonKey }
}
