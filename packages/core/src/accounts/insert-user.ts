import type { Language } from '@kinkeep/contracts/languages'
import type { Tx } from '../platform/db.ts'

interface ProvenUser {
  id: string
  email: string
  name: string
  language: Language
  timeZone: string
  passwordHash: string | null
}

/**
 * A user whose address is proven; every other sign-up for it, and every change to it, is forgotten. Throws a unique violation of
 * `users_email_key` when somebody has the address.
 */
export async function insertUser(tx: Tx, user: ProvenUser): Promise<void> {
  const now = tx.effects.clock.now()
  await tx
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email,
      name: user.name,
      language: user.language,
      timeZone: user.timeZone,
      passwordHash: user.passwordHash,
      emailVerifiedAt: now,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  await tx.deleteFrom('emailChanges').where('newEmail', '=', user.email).execute()
  await tx.deleteFrom('signUps').where('email', '=', user.email).where('confirmedAt', 'is', null).execute()
}
