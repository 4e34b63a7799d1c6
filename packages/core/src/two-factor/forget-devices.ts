import type { Tx } from '../platform/db.ts'

/**
 * Forgets everything that a first factor once led to: trusted devices, and sign-ins that wait for their second one.
 * For whatever makes an old first factor worthless: a password reset, turning two-factor sign-in off.
 */
export async function forgetDevices(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('trustedDevices').where('userId', '=', userId).execute()
  await tx.deleteFrom('signInChallenges').where('userId', '=', userId).execute()
}
