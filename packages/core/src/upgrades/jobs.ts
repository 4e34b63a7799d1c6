import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Mails a young adult the link to an account of their own. */
export const sendUpgradeMail = defineJob({
  name: 'upgrades.send-mail',
  // Which of its mails: one that was asked for again takes the place of the one before.
  payload: z.object({ upgradeId: z.uuid(), issue: z.int() }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 2,
})

/** Removes a signed form that was sent and then not used. */
export const dropConsentPaper = defineJob({
  name: 'upgrades.drop-paper',
  payload: z.object({ circleId: z.uuid(), paperId: z.uuid() }),
  retryLimit: 12,
  retryDelay: 60,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Forgets the addresses of requests that ended long ago, and ends those that nobody answered. */
export const sweepUpgrades = defineJob({
  name: 'upgrades.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '57 3 * * *',
})
