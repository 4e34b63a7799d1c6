import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Answers a sign-up by mail: a confirmation link, or the news that the address has an account already. */
export const sendSignUpMail = defineJob({
  name: 'accounts.send-sign-up-mail',
  payload: z.object({ signUpId: z.uuid() }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 2,
})

/** Forgets ended sessions and old sign-ups. */
export const sweepAccounts = defineJob({
  name: 'accounts.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '17 * * * *',
})
