import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Makes a code and sends it by SMS or mail; for a number that nobody has it ends without either. */
export const sendCode = defineJob({
  name: 'codes.send',
  payload: z.object({ codeId: z.uuid() }),
  retryLimit: 5,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 2,
})

/** Forgets codes and the numbers they were for. */
export const sweepCodes = defineJob({
  name: 'codes.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '23 * * * *',
})
