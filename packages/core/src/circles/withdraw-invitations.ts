import type { Tx } from '../platform/db.ts'
import { cancelPending } from './sql.ts'

/** Withdraws what a user invited to a circle and nobody answered yet. The circle is locked. */
export async function withdrawInvitations(tx: Tx, circleId: string, userId: string): Promise<void> {
  await cancelPending(tx, circleId).where('invitedBy', '=', userId).execute()
}
