import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'

/** Tells every circle that somebody is in that they look different now. Last in a transaction: it holds the streams. */
export async function tellCirclesOf(tx: Tx, userId: string): Promise<void> {
  const circles = await tx
    .selectFrom('memberships')
    .select('circleId')
    .where('userId', '=', userId)
    // In one order, so that two who tell the same circles do not wait for each other.
    .orderBy('circleId')
    .execute()
  for (const { circleId } of circles) await publish(tx, circleId, { type: 'member.changed', userId })
}
