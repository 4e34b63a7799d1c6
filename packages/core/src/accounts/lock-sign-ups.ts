import type { Tx } from '../platform/db.ts'

/**
 * Locks every sign-up for an address before a user with it appears, always in the same order: of two links
 * opened at once, the second waits for the first, and neither for the other.
 */
export async function lockSignUps(tx: Tx, email: string) {
  return tx
    .selectFrom('signUps')
    .select([
      'id',
      'email',
      'name',
      'language',
      'timeZone',
      'passwordHash',
      'confirmedAt',
      'flowId',
      'invitationId',
    ])
    .where('email', '=', email)
    .orderBy('id')
    .forUpdate()
    .execute()
}
