import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import type { AccountPair } from './move-memberships.ts'

/** Moves what a user made and what they sign in with. What else points to the user ends with the row. */
export async function moveBelongings(tx: Tx, { from, to }: AccountPair): Promise<void> {
  await tx.updateTable('circles').set({ createdBy: to }).where('createdBy', '=', from).execute()
  await tx.updateTable('invitations').set({ invitedBy: to }).where('invitedBy', '=', from).execute()
  // A key of an unfinished second try means nothing any more: the sessions that could try again end.
  await tx
    .updateTable('keeps')
    .set({ authorId: to, idempotencyKey: null })
    .where('authorId', '=', from)
    .execute()
  await tx.updateTable('media').set({ uploaderId: to }).where('uploaderId', '=', from).execute()
  await tx.updateTable('identities').set({ userId: to }).where('userId', '=', from).execute()
  await tx
    .updateTable('passkeys')
    // Its authenticator says whom it was made for, whoever has it now.
    .set({ userId: to, madeFor: sql`coalesce(made_for, user_id)` })
    .where('userId', '=', from)
    .execute()
}
