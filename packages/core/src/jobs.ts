import { sendSignUpMail, sweepAccounts } from './accounts/jobs.ts'
import { purgeCircles, sendInvitationMail, sweepEvents } from './circles/jobs.ts'
import { sendCode, sweepCodes } from './codes/jobs.ts'
import { processMedia, reconcileMedia, runRemovals, sweepMedia } from './media/jobs.ts'
import type { JobTable } from './platform/job-runner.ts'

/** Every job there is. The worker's table of handlers has exactly these keys. */
export const jobs = {
  sendSignUpMail,
  sweepAccounts,
  sendCode,
  sweepCodes,
  sendInvitationMail,
  sweepEvents,
  purgeCircles,
  processMedia,
  reconcileMedia,
  sweepMedia,
  runRemovals,
} satisfies JobTable
