import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Tells somebody that their passkeys changed, whoever changed them. */
export const sendPasskeyMail = defineJob({
  name: 'passkeys.send-mail',
  payload: z.object({ userId: z.uuid(), news: z.enum(['added', 'removed']) }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Forgets challenges that can no longer be answered. */
export const sweepPasskeyChallenges = defineJob({
  name: 'passkeys.sweep-challenges',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '*/10 * * * *',
})
