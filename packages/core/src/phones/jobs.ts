import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** What a person hears by mail about the number of their account. */
export const phoneNews = ['linked', 'changed', 'unlinked', 'claimed', 'usedAgain'] as const
export type PhoneNews = (typeof phoneNews)[number]

export const sendPhoneMail = defineJob({
  name: 'phones.send-mail',
  payload: z.object({ userId: z.uuid(), news: z.enum(phoneNews) }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})
