import { secondFactors } from '@kinkeep/contracts/second-factors'
import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** What a person hears about their second factor, whoever changed it. */
export const factorNews = [
  'factorAdded',
  'factorRemoved',
  'disabled',
  'recoveryCodesMade',
  'recoveryCodeUsed',
  'locked',
] as const
export type FactorNews = (typeof factorNews)[number]

export const sendSecondFactorMail = defineJob({
  name: 'two-factor.send-mail',
  payload: z.object({
    userId: z.uuid(),
    news: z.enum(factorNews),
    factor: z.enum(secondFactors).optional(),
  }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Forgets old challenges, devices, half-finished set-ups and sheets that nobody fetched. */
export const sweepSecondFactors = defineJob({
  name: 'two-factor.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '*/10 * * * *',
})
