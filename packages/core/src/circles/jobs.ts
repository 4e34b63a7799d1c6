import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

/** Mails an invitation with a link of its own. */
export const sendInvitationMail = defineJob({
  name: 'circles.send-invitation-mail',
  payload: z.object({ invitationId: z.uuid() }),
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 2,
})

/** Forgets events that no stream can still ask for. */
export const sweepEvents = defineJob({
  name: 'circles.sweep-events',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '37 3 * * *',
})

/** Forgets invitations that ended long ago. */
export const sweepInvitations = defineJob({
  name: 'circles.sweep-invitations',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '47 3 * * *',
})

/** Deletes for good the circles whose time to be taken back is over. */
export const purgeCircles = defineJob({
  name: 'circles.purge',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 900,
  concurrency: 1,
  schedule: '27 * * * *',
})
