import { scrubUsers, sendDeletionMail } from './account-data/deletion-jobs.ts'
import { buildExport, sendExportMail, sweepExports } from './account-data/export-jobs.ts'
import { sendSignUpMail, sweepAccounts } from './accounts/jobs.ts'
import { sendAccountNews, sendEmailChangeMails, sendLinkMail } from './accounts/link-jobs.ts'
import { buildArchive, printBook, readImport, sendArchiveMail, sweepArchives } from './archives/jobs.ts'
import { processAvatar, sweepAvatars } from './avatars/jobs.ts'
import { purgeCircles, sendInvitationMail, sweepEvents, sweepInvitations } from './circles/jobs.ts'
import { sendCode, sweepCodes } from './codes/jobs.ts'
import { sweepGuestSessions } from './guest-links/jobs.ts'
import { finishMerge, sendIdentityMail, sweepIdentities } from './identities/jobs.ts'
import { purgeTrash } from './keeps/jobs.ts'
import { cleanMedia, sweepCleanCopies } from './media/clean-jobs.ts'
import {
  measureMedia,
  processMedia,
  processVideo,
  reconcileMedia,
  runRemovals,
  sweepMedia,
  verifyMedia,
} from './media/jobs.ts'
import { reconcileTurns, turnMedia } from './media/turn-jobs.ts'
import { sendPasskeyMail, sweepPasskeyChallenges } from './passkeys/jobs.ts'
import { sendPhoneMail } from './phones/jobs.ts'
import type { JobTable } from './platform/job-runner.ts'
import { sweepShareSessions } from './share-links/jobs.ts'
import { sendSecondFactorMail, sweepSecondFactors } from './two-factor/jobs.ts'
import { dropConsentPaper, sendUpgradeMail, sweepUpgrades } from './upgrades/jobs.ts'

/** Every job there is. The worker's table of handlers has exactly these keys. */
export const jobs = {
  sendSignUpMail,
  sweepAccounts,
  sendLinkMail,
  sendEmailChangeMails,
  sendAccountNews,
  sendSecondFactorMail,
  sweepSecondFactors,
  sendPhoneMail,
  sendCode,
  sweepCodes,
  sendInvitationMail,
  sweepEvents,
  sweepInvitations,
  purgeCircles,
  sweepGuestSessions,
  sweepShareSessions,
  processAvatar,
  sweepAvatars,
  buildExport,
  sendExportMail,
  sweepExports,
  sendDeletionMail,
  scrubUsers,
  purgeTrash,
  processMedia,
  processVideo,
  verifyMedia,
  reconcileMedia,
  sweepMedia,
  cleanMedia,
  sweepCleanCopies,
  measureMedia,
  runRemovals,
  turnMedia,
  reconcileTurns,
  sendPasskeyMail,
  sweepPasskeyChallenges,
  sendIdentityMail,
  finishMerge,
  sweepIdentities,
  sendUpgradeMail,
  dropConsentPaper,
  sweepUpgrades,
  buildArchive,
  printBook,
  readImport,
  sendArchiveMail,
  sweepArchives,
} satisfies JobTable
