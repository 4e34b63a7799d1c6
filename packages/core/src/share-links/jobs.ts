import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Forgets browsers that came in by a share link and whose days are over. */
export const sweepShareSessions = defineJob({
  name: 'share-links.sweep-sessions',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '52 * * * *',
})
