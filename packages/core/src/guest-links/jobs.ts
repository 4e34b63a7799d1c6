import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Forgets browsers of guests that were not here for long, or whose link has expired. */
export const sweepGuestSessions = defineJob({
  name: 'guest-links.sweep-sessions',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '47 * * * *',
})
