import { z } from 'zod'
import type { Tx } from '../platform/db.ts'
import { defineJob, enqueue } from '../platform/jobs.ts'

/** Makes anew what is shown of a photo that a person turned. Apart from what was just sent: somebody waits for this. */
export const turnMedia = defineJob({
  name: 'media.turn',
  payload: z.object({ circleId: z.uuid(), mediaId: z.uuid() }),
  retryLimit: 5,
  retryDelay: 1,
  expireInSeconds: 180,
  concurrency: 1,
  exclusive: true,
})

/** Finds photos that wait to be turned and whose job is gone, and puts them back into the queue. */
export const reconcileTurns = defineJob({
  name: 'media.reconcile-turns',
  payload: z.object({}),
  retryLimit: 0,
  retryDelay: 1,
  expireInSeconds: 60,
  concurrency: 1,
  schedule: '* * * * *',
})

/** Queues a photo to be turned, once for each time it is asked for: the last one's job may still be at it. */
export async function enqueueTurn(
  tx: Tx,
  {
    circleId,
    mediaId,
    rotation,
    since,
  }: { circleId: string; mediaId: string; rotation: number; since: Date },
): Promise<void> {
  const singletonKey = `${mediaId}:${rotation}:${since.toISOString()}`
  await enqueue(tx, turnMedia, { circleId, mediaId }, { singletonKey })
}
