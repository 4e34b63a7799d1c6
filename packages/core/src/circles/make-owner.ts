import type { MemberRole } from '@kinkeep/contracts/roles'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'

/** Moves ownership between two members of a circle whose roles are locked. The old owner first: there is one place. */
export async function makeOwner(
  tx: Tx,
  circleId: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const give = (userId: string, role: MemberRole) =>
    tx
      .updateTable('memberships')
      .set({ role })
      .where('circleId', '=', circleId)
      .where('userId', '=', userId)
      .execute()
  await give(from, 'admin')
  await give(to, 'owner')
  await publish(tx, circleId, { type: 'member.changed', userId: from })
  await publish(tx, circleId, { type: 'member.changed', userId: to })
}
