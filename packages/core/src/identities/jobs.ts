import { identityProviders } from '@kinkeep/contracts/identity-providers'
import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Tells an account's owner that an identity was linked or unlinked. */
export const sendIdentityMail = defineJob({
  name: 'identities.send-identity-mail',
  payload: z.object({
    userId: z.uuid(),
    provider: z.enum(identityProviders),
    happened: z.enum(['linked', 'unlinked']),
  }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Tells both addresses of a merge, and then forgets the account that was merged. */
export const finishMerge = defineJob({
  name: 'identities.finish-merge',
  payload: z.object({ keptUserId: z.uuid(), mergedUserId: z.uuid() }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Forgets journeys that ended, and merges that nobody finished. */
export const sweepIdentities = defineJob({
  name: 'identities.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '27 * * * *',
})
