import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Mails the link that keeps an account. */
export const sendDeletionMail = defineJob({
  name: 'account-data.send-deletion-mail',
  payload: z.object({ userId: z.uuid() }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Scrubs the accounts whose time is over. Without a payload: the queue is among what is scrubbed. */
export const scrubUsers = defineJob({
  name: 'account-data.scrub-users',
  payload: z.object({}),
  retryLimit: 3,
  retryDelay: 60,
  expireInSeconds: 1800,
  concurrency: 1,
  schedule: '32 * * * *',
})
