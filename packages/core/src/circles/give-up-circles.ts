import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { makeOwner } from './make-owner.ts'
import { purgeCircle } from './purge-circle.ts'
import { deleteMembership } from './sql.ts'

/**
 * Takes a user who goes for good out of every circle. Those that nobody else is in, or that they deleted, go with
 * them. One that somebody joined meanwhile passes to whoever ranks highest and has been there longest, before those
 * who cannot sign in or are about to go: it is never without an owner, and nothing of the others is lost. Events name nobody, for the name is to be forgotten.
 */
export async function giveUpCircles(tx: Tx, userId: string): Promise<void> {
  const mine = await tx
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .select(['circles.id', 'memberships.role', 'circles.deletionDueAt'])
    .where('memberships.userId', '=', userId)
    .orderBy('circles.id')
    .forUpdate()
    .execute()
  for (const { id: circleId, role, deletionDueAt } of mine) {
    const heir = await findHeir(tx, circleId, userId)
    if (role === 'owner' && (!heir || deletionDueAt)) {
      await purgeCircle(tx, circleId)
      continue
    }
    if (role === 'owner' && heir) {
      await makeOwner(tx, circleId, { from: userId, to: heir })
      await audit(tx, { userId: null }, { action: 'circle.inherited', circleId, subjectId: heir })
    }
    await deleteMembership(tx, circleId, userId)
    await publish(tx, circleId, { type: 'circle.changed' })
  }
}

async function findHeir(tx: Tx, circleId: string, userId: string): Promise<string | undefined> {
  const heir = await tx
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .select('memberships.userId')
    .where('circleId', '=', circleId)
    .where('userId', '<>', userId)
    .orderBy(sql`users.deactivated_at is not null or users.deletion_due_at is not null`)
    .orderBy(sql`array_position(array['owner', 'admin', 'member', 'viewer'], memberships.role)`)
    .orderBy('joinedAt')
    .orderBy('userId')
    .limit(1)
    .executeTakeFirst()
  return heir?.userId
}
