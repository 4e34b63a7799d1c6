import { handleScrubUsers, handleSendDeletionMail } from '@kinkeep/core/account-data/deletion-handlers'
import {
  handleBuildExport,
  handleSendExportMail,
  handleSweepExports,
} from '@kinkeep/core/account-data/export-handlers'
import { handleSendSignUpMail, handleSweepAccounts } from '@kinkeep/core/accounts/handlers'
import {
  handleSendAccountNews,
  handleSendEmailChangeMails,
  handleSendLinkMail,
} from '@kinkeep/core/accounts/link-handlers'
import { handlePrintBook } from '@kinkeep/core/archives/book-handlers'
import {
  handleBuildArchive,
  handleSendArchiveMail,
  handleSweepArchives,
} from '@kinkeep/core/archives/export-handlers'
import { handleReadImport } from '@kinkeep/core/archives/import-handlers'
import { handleProcessAvatar, handleSweepAvatars } from '@kinkeep/core/avatars/handlers'
import {
  handlePurgeCircles,
  handleSendInvitationMail,
  handleSweepEvents,
  handleSweepInvitations,
} from '@kinkeep/core/circles/handlers'
import { handleSendCode, handleSweepCodes } from '@kinkeep/core/codes/handlers'
import { handleSweepGuestSessions } from '@kinkeep/core/guest-links/handlers'
import {
  handleFinishMerge,
  handleSendIdentityMail,
  handleSweepIdentities,
} from '@kinkeep/core/identities/handlers'
import type { jobs } from '@kinkeep/core/jobs'
import { handlePurgeTrash } from '@kinkeep/core/keeps/trash-handlers'
import { handleCleanMedia, handleSweepCleanCopies } from '@kinkeep/core/media/clean-handlers'
import { handleProcessMedia, handleReconcileMedia, handleSweepMedia } from '@kinkeep/core/media/handlers'
import { handleMeasureMedia } from '@kinkeep/core/media/measure-handlers'
import { handleRemoveObjects } from '@kinkeep/core/media/removal-handlers'
import { handleReconcileTurns, handleTurnMedia } from '@kinkeep/core/media/turn-handlers'
import { handleVerifyMedia } from '@kinkeep/core/media/verify-handlers'
import { handleProcessVideo } from '@kinkeep/core/media/video-handlers'
import { handleSendPasskeyMail, handleSweepPasskeyChallenges } from '@kinkeep/core/passkeys/handlers'
import { handleSendPhoneMail } from '@kinkeep/core/phones/handlers'
import type { WorkerDeps } from '@kinkeep/core/platform/deps'
import type { JobHandlers } from '@kinkeep/core/platform/job-runner'
import { handleSweepShareSessions } from '@kinkeep/core/share-links/handlers'
import { handleSendSecondFactorMail, handleSweepSecondFactors } from '@kinkeep/core/two-factor/handlers'
import {
  handleDropConsentPaper,
  handleSendUpgradeMail,
  handleSweepUpgrades,
} from '@kinkeep/core/upgrades/handlers'

/** What runs when a job's turn comes. A job that is missing here does not compile. */
export function createHandlers(deps: WorkerDeps) {
  return {
    sendSignUpMail: (payload, run) => handleSendSignUpMail(deps, payload, run),
    sweepAccounts: () => handleSweepAccounts(deps),
    sendLinkMail: (payload, run) => handleSendLinkMail(deps, payload, run),
    sendEmailChangeMails: (payload, run) => handleSendEmailChangeMails(deps, payload, run),
    sendAccountNews: (payload, run) => handleSendAccountNews(deps, payload, run),
    sendSecondFactorMail: (payload, run) => handleSendSecondFactorMail(deps, payload, run),
    sweepSecondFactors: () => handleSweepSecondFactors(deps),
    sendPhoneMail: (payload, run) => handleSendPhoneMail(deps, payload, run),
    sendCode: (payload, run) => handleSendCode(deps, payload, run),
    sweepCodes: () => handleSweepCodes(deps),
    sendInvitationMail: (payload, run) => handleSendInvitationMail(deps, payload, run),
    sweepEvents: () => handleSweepEvents(deps),
    sweepInvitations: () => handleSweepInvitations(deps),
    purgeCircles: () => handlePurgeCircles(deps),
    sweepGuestSessions: () => handleSweepGuestSessions(deps),
    sweepShareSessions: () => handleSweepShareSessions(deps),
    processAvatar: (payload, run) => handleProcessAvatar(deps, payload, run),
    sweepAvatars: () => handleSweepAvatars(deps),
    buildExport: (payload, run) => handleBuildExport(deps, payload, run),
    sendExportMail: (payload, run) => handleSendExportMail(deps, payload, run),
    sweepExports: () => handleSweepExports(deps),
    sendDeletionMail: (payload, run) => handleSendDeletionMail(deps, payload, run),
    scrubUsers: () => handleScrubUsers(deps),
    purgeTrash: (_, run) => handlePurgeTrash(deps, run),
    processMedia: (payload, run) => handleProcessMedia(deps, payload, run),
    processVideo: (payload, run) => handleProcessVideo(deps, payload, run),
    verifyMedia: (payload, run) => handleVerifyMedia(deps, payload, run),
    reconcileMedia: () => handleReconcileMedia(deps),
    cleanMedia: (payload, run) => handleCleanMedia(deps, payload, run),
    sweepCleanCopies: () => handleSweepCleanCopies(deps),
    sweepMedia: () => handleSweepMedia(deps),
    measureMedia: () => handleMeasureMedia(deps),
    runRemovals: (_, run) => handleRemoveObjects(deps, run),
    turnMedia: (payload, run) => handleTurnMedia(deps, payload, run),
    reconcileTurns: () => handleReconcileTurns(deps),
    sendPasskeyMail: (payload, run) => handleSendPasskeyMail(deps, payload, run),
    sweepPasskeyChallenges: () => handleSweepPasskeyChallenges(deps),
    sendIdentityMail: (payload, run) => handleSendIdentityMail(deps, payload, run),
    finishMerge: (payload, run) => handleFinishMerge(deps, payload, run),
    sweepIdentities: () => handleSweepIdentities(deps),
    sendUpgradeMail: (payload, run) => handleSendUpgradeMail(deps, payload, run),
    dropConsentPaper: (payload) => handleDropConsentPaper(deps, payload),
    sweepUpgrades: () => handleSweepUpgrades(deps),
    buildArchive: (payload, run) => handleBuildArchive(deps, payload, run),
    printBook: (payload, run) => handlePrintBook(deps, payload, run),
    readImport: (payload, run) => handleReadImport(deps, payload, run),
    sendArchiveMail: (payload, run) => handleSendArchiveMail(deps, payload, run),
    sweepArchives: () => handleSweepArchives(deps),
  } satisfies JobHandlers<typeof jobs>
}
