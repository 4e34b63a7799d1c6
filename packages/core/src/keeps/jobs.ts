import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Deletes for good what lay in the trash for as long as it is kept there. */
export const purgeTrash = defineJob({
  name: 'keeps.purge-trash',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 1800,
  concurrency: 1,
  schedule: '52 * * * *',
})
