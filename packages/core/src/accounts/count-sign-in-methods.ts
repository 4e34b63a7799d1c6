import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'

/**
 * How many ways a user has to sign in by themselves: a password, a verified phone, linked identities, passkeys. A link
 * by mail is not counted: it is help for whoever lost all of them, and would make the last one never the last.
 * Lock the user's row first, so that two ways cannot go at once.
 */
export async function countSignInMethods(tx: Tx, userId: string): Promise<number> {
  const { methods } = await tx
    .selectFrom('users')
    .select(
      sql<number>`
        (password_hash is not null)::integer + (phone_verified_at is not null)::integer
        + (select count(*)::integer from identities where user_id = users.id)
        + (select count(*)::integer from passkeys where user_id = users.id)
      `.as('methods'),
    )
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return methods
}
