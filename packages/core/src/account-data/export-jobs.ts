import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Writes everything about a person into one ZIP in the store. */
export const buildExport = defineJob({
  name: 'account-data.build-export',
  payload: z.object({ exportId: z.uuid() }),
  retryLimit: 5,
  retryDelay: 10,
  expireInSeconds: 6 * 60 * 60,
  concurrency: 1,
})

/** Mails the one-time link to an export that is ready. */
export const sendExportMail = defineJob({
  name: 'account-data.send-export-mail',
  payload: z.object({ exportId: z.uuid() }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Forgets exports whose time is over, and gives up on those whose job is gone. */
export const sweepExports = defineJob({
  name: 'account-data.sweep-exports',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '52 * * * *',
})
