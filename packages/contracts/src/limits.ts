import { batchCalls, circlesPerUser, pageMax } from './call-limits.ts'

/** Sizes and counts that the edge enforces and the interface shows. Zod-free, so that the web may import it. */
export const limits = {
  /** Characters in the name of a person or a circle. */
  nameLength: 100,
  circleDescriptionLength: 500,
  emailLength: 254,
  /** NIST SP 800-63B asks for 8 at least and 64 at most or more; a passphrase must fit, a megabyte must not. */
  passwordMin: 10,
  passwordMax: 200,
  keepTitleLength: 200,
  keepBodyLength: 20_000,
  mediaPerKeep: 100,
  tagsPerKeep: 20,
  tagLength: 40,
  /** Up to which a tag's keeps are counted. */
  tagCountMax: 1000,
  /** Tags of a circle among which suggestions are looked for. */
  tagsPerCircle: 5000,
  /** Characters, and words, of one search. */
  searchLength: 200,
  searchWords: 16,
  fileNameLength: 255,
  /** Files named in one requestUpload or completeUpload. */
  filesPerRequest: 50,
  /** Bytes of a file that is sent as a whole; a larger one goes in parts. */
  wholeUploadBytes: 8 * 1024 * 1024,
  /** Bytes of one part: S3 takes 10,000 parts of at least 5 MiB. */
  partBytes: 8 * 1024 * 1024,
  partsPerRequest: 100,
  /** Bytes of one photo. */
  photoBytes: 100 * 1024 * 1024,
  /** Bytes of one video. */
  videoBytes: 20 * 1024 ** 3,
  /** Bytes that one circle may store. */
  circleBytes: 100 * 1024 ** 3,
  pageDefault: 20,
  pageMax,
  circlesPerUser,
  pendingInvitationsPerCircle: 200,
  invitationDays: 14,
  /** People who may join by one link. */
  linkUsesMax: 100,
  linkDaysMax: 90,
  guestLinksPerCircle: 50,
  guestLinkDaysMax: 366,
  /** Days for which a guest's browser is known; each visit begins them anew. */
  guestSessionDays: 90,
  pinLength: 6,
  /** Wrong PINs of one link within `lockMinutes` that lock it for as long. */
  pinTries: 5,
  shareLinksPerCircle: 200,
  /** Days for which a share link is good, unless its maker says otherwise. */
  shareLinkDays: 30,
  shareLinkDaysMax: 366,
  sharePasswordMin: 6,
  /** Days for which a browser that came in by a share link need not say its password again. */
  shareSessionDays: 7,
  /** Comments of a keep that somebody outside is shown. */
  sharedComments: 50,
  childrenPerCircle: 50,
  petsPerCircle: 50,
  /** Children, and pets, that one keep may show. */
  subjectsPerKeep: 50,
  pronounsLength: 40,
  breedLength: 60,
  petBioLength: 1000,
  measurementsPerChild: 1000,
  /** What a person can measure, as the table has it. */
  heightMmMin: 200,
  heightMmMax: 2500,
  weightGMin: 200,
  weightGMax: 300_000,
  headMmMin: 150,
  headMmMax: 800,
  /** Ages at which siblings are compared, in months: 18 years. */
  thenAndNowMonths: 216,
  upgradeDays: 14,
  consentPaperBytes: 20 * 1024 * 1024,
  commentLength: 2000,
  commentsPerKeep: 2000,
  calendarFeedsPerMember: 5,
  /** Days that one look into the family calendar may span. */
  calendarDays: 400,
  confirmationHours: 24,
  /** Minutes for which a proof of who one is serves sensitive acts. */
  freshMinutes: 5,
  /** Minutes that codes by SMS and mail, and challenges of a sign-in, are worth something. */
  codeMinutes: 10,
  codeDigits: 6,
  /** Tries at one such code. */
  codeTries: 3,
  passwordResetMinutes: 60,
  magicLinkMinutes: 15,
  emailChangeHours: 24,
  trustedDeviceDays: 30,
  recoveryCodes: 10,
  /** So few left that their owner is told to make new ones. */
  recoveryCodesLow: 3,
  /** Minutes that a half-finished set-up of a second factor waits: an app may have to be installed first. */
  factorSetupMinutes: 30,
  /** Minutes that the link to a sheet of recovery codes works, once. */
  downloadMinutes: 10,
  /** Wrong second factors within `lockMinutes` that lock them for as long. */
  secondFactorTries: 3,
  lockMinutes: 15,
  /** Days without use after which a session is pointed out to its owner. */
  oldSessionDays: 14,
  accessTokenDaysMax: 366,
  accessTokensPerUser: 50,
  passkeysPerUser: 20,
  deletionDays: 7,
  avatarBytes: 10 * 1024 * 1024,
  /** Days for which an export can be fetched. */
  exportDays: 7,
  trashDays: 30,
  /** Keeps whose dates are changed at once. */
  keepsPerDateChange: 500,
  /** Days for which that can be undone. */
  dateChangeDays: 30,
  /** Keeps that one emptying of the trash takes at once; it is asked again for the rest. */
  emptiedAtOnce: 200,
  albumTitleLength: 120,
  albumDescriptionLength: 2000,
  albumsPerCircle: 1000,
  keepsPerAlbum: 10_000,
  /** Keeps put into an album, or taken out of it, in one call. */
  keepsPerAlbumCall: 200,
  mentionsPerComment: 20,
  /** Bubbles on one sight of the map. */
  placesShown: 500,
  /** Bytes of an archive that is brought in. */
  archiveBytes: 100 * 1024 ** 3,
  /** Files in one: five a photo, for 80,000 of them. */
  archiveFiles: 400_000,
  /** Bytes of one of its files that tells of others. */
  archiveTextBytes: 32 * 1024 * 1024,
  partsPerImportCall: 20,
  photosPerBook: 500,
  batchCalls,
} as const
