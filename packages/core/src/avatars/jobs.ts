import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Makes the two squares of a picture that somebody sent of themselves. */
export const processAvatar = defineJob({
  name: 'avatars.process',
  payload: z.object({ avatarId: z.uuid() }),
  retryLimit: 5,
  retryDelay: 1,
  expireInSeconds: 180,
  concurrency: 1,
})

/** Forgets pictures that never arrived, or could not be read. */
export const sweepAvatars = defineJob({
  name: 'avatars.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '47 * * * *',
})
