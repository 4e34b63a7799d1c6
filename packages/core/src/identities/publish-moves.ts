import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import type { AccountPair, Moves } from './move-memberships.ts'

/** Tells the circles. Last in the transaction: it holds their streams. */
export async function publishMoves(
  tx: Tx,
  { from, to }: AccountPair,
  { moved, ended }: Moves,
): Promise<void> {
  for (const circleId of [...moved, ...ended].toSorted()) {
    await publish(tx, circleId, { type: 'member.removed', userId: from })
    if (moved.includes(circleId)) await publish(tx, circleId, { type: 'member.joined', userId: to })
    await publish(tx, circleId, { type: 'keeps.changed' })
  }
}
