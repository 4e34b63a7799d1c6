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
  fileNameLength: 255,
  /** Files named in one requestUpload or completeUpload. */
  filesPerRequest: 50,
  /** Bytes of one photo. */
  photoBytes: 100 * 1024 * 1024,
  /** Bytes that one circle may store. */
  circleBytes: 100 * 1024 ** 3,
  pageDefault: 20,
  pageMax: 100,
  circlesPerUser: 100,
  pendingInvitationsPerCircle: 200,
  invitationDays: 14,
  confirmationHours: 24,
  trashDays: 30,
  /** Calls in one HTTP batch; the client's link uses the same number. */
  batchCalls: 20,
} as const
