import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Makes the copy of a photo that somebody outside wants to take along. */
export const cleanMedia = defineJob({
  name: 'media.clean',
  payload: z.object({ circleId: z.uuid(), mediaId: z.uuid(), copyId: z.uuid() }),
  retryLimit: 5,
  retryDelay: 2,
  expireInSeconds: 180,
  concurrency: 1,
  exclusive: true,
})

/** Removes copies that nobody asked for any more. They are made again when somebody does. */
export const sweepCleanCopies = defineJob({
  name: 'media.sweep-clean-copies',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '33 * * * *',
})
