import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { removeChild } from './remove-child.ts'
import { lockKeepsWith } from './sql.ts'

/**
 * Takes away what circles kept of a user as a child: profile, growth, and their name on keeps. For somebody who leaves
 * nothing behind; whoever lets what they gave stay, leaves the profile to the family.
 */
export async function forgetOwnProfiles(tx: Tx, userId: string): Promise<void> {
  const circles = await tx
    .selectFrom('circles')
    .select('id')
    .where((circle) =>
      circle.exists(
        circle
          .selectFrom('children')
          .select('children.id')
          .whereRef('children.circleId', '=', 'circles.id')
          .where('children.userId', '=', userId),
      ),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  for (const { id: circleId } of circles) {
    const own = await tx
      .selectFrom('children')
      .select('id')
      .where('circleId', '=', circleId)
      .where('userId', '=', userId)
      .execute()
    for (const { id: childId } of own) {
      await lockKeepsWith(tx, circleId, childId)
      await removeChild(tx, circleId, childId)
      await publish(tx, circleId, { type: 'child.changed', childId })
      await publish(tx, circleId, { type: 'keeps.changed' })
    }
  }
}
