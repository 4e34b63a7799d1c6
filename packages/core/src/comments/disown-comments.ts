import type { Tx } from '../platform/db.ts'

/** Leaves what a user said everywhere, without saying whose it was. */
export async function disownComments(tx: Tx, userId: string): Promise<void> {
  await tx
    .updateTable('comments')
    // Without an owner two keys could be one.
    .set({ userId: null, idempotencyKey: null })
    .where('userId', '=', userId)
    .execute()
}
