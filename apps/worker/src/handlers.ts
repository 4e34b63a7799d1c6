import { handleSendSignUpMail, handleSweepAccounts } from '@kinkeep/core/accounts/handlers'
import { handleSendInvitationMail, handleSweepEvents } from '@kinkeep/core/circles/handlers'
import type { jobs } from '@kinkeep/core/jobs'
import { handleProcessMedia, handleReconcileMedia, handleSweepMedia } from '@kinkeep/core/media/handlers'
import type { WorkerDeps } from '@kinkeep/core/platform/deps'
import type { JobHandlers } from '@kinkeep/core/platform/job-runner'

/** What runs when a job's turn comes. A job that is missing here does not compile. */
export function createHandlers(deps: WorkerDeps) {
  return {
    sendSignUpMail: (payload, run) => handleSendSignUpMail(deps, payload, run),
    sweepAccounts: () => handleSweepAccounts(deps),
    sendInvitationMail: (payload, run) => handleSendInvitationMail(deps, payload, run),
    sweepEvents: () => handleSweepEvents(deps),
    processMedia: (payload, run) => handleProcessMedia(deps, payload, run),
    reconcileMedia: () => handleReconcileMedia(deps),
    sweepMedia: () => handleSweepMedia(deps),
  } satisfies JobHandlers<typeof jobs>
}
