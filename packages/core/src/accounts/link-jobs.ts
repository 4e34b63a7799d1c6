import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

const mailing = { retryLimit: 12, retryDelay: 2, expireInSeconds: 60, concurrency: 2 }

/** Answers a request for a link, if the address has an account. */
export const sendLinkMail = defineJob({
  ...mailing,
  name: 'accounts.send-link-mail',
  payload: z.object({ requestId: z.uuid() }),
})

/** Asks both addresses whether one is to take the other's place. */
export const sendEmailChangeMails = defineJob({
  ...mailing,
  name: 'accounts.send-email-change-mails',
  payload: z.object({ changeId: z.uuid() }),
})

/** Tells somebody what happened to their account, whoever did it. */
export const sendAccountNews = defineJob({
  ...mailing,
  name: 'accounts.send-news',
  payload: z.object({ userId: z.uuid(), news: z.enum(['passwordChanged']) }),
})
