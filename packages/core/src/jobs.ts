import { sendSignUpMail, sweepAccounts } from './accounts/jobs.ts'
import { sendInvitationMail, sweepEvents } from './circles/jobs.ts'
import { processMedia, reconcileMedia, sweepMedia } from './media/jobs.ts'
import type { JobTable } from './platform/job-runner.ts'

/** Every job there is. The worker's table of handlers has exactly these keys. */
export const jobs = {
  sendSignUpMail,
  sweepAccounts,
  sendInvitationMail,
  sweepEvents,
  processMedia,
  reconcileMedia,
  sweepMedia,
} satisfies JobTable
