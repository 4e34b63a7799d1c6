import { sql } from 'kysely'
import { revokeLinksOf } from '../guest-links/revoke-links-of.ts'
import type { Database, Tx } from '../platform/db.ts'
import { revokeShareLinksOf } from '../share-links/revoke-share-links-of.ts'
import { revokeUpgradesOf } from '../upgrades/revoke-upgrades-of.ts'

/** Circles with the role of one member, but for those that wait to be deleted: the rows behind every circle view. */
export function selectCircles(db: Database | Tx, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .where('memberships.userId', '=', userId)
    .where('circles.deletionDueAt', 'is', null)
    .select([
      'circles.id',
      'circles.name',
      'circles.description',
      'memberships.role',
      'circles.memberCount',
      // Only those that the member may know of.
      sql<number>`keep_count - case when role in ('owner', 'admin') then 0 else admin_keep_count end`.as(
        'keepCount',
      ),
      'circles.storedBytes',
      'circles.quotaBytes',
      'circles.createdAt',
    ])
}

/** Withdraws pending invitations of a circle: add which. */
export function cancelPending(tx: Tx, circleId: string) {
  return tx
    .updateTable('invitations')
    .set({ status: 'cancelled', respondedAt: tx.effects.clock.now() })
    .where('circleId', '=', circleId)
    .where('status', '=', 'pending')
    .returning('id')
}

/** Members with their names: add which. */
export function selectMembers(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .where('memberships.circleId', '=', circleId)
    .select(['memberships.userId', 'users.name', 'users.avatarId'])
    .select(['memberships.role', 'memberships.joinedAt'])
}

/**
 * Takes somebody out of a circle whose roles are locked, with the invitations they sent, the links they made and the
 * accounts they offered children: one to another address of theirs, or in their own hands, would be a way back in.
 * Answers whether there were any invitations.
 */
export async function deleteMembership(tx: Tx, circleId: string, userId: string): Promise<boolean> {
  await tx.deleteFrom('memberships').where('circleId', '=', circleId).where('userId', '=', userId).execute()
  await tx
    .updateTable('circles')
    .set((set) => ({ memberCount: set('memberCount', '-', 1) }))
    .where('id', '=', circleId)
    .execute()
  await revokeLinksOf(tx, circleId, userId)
  await revokeShareLinksOf(tx, circleId, userId, null)
  await revokeUpgradesOf(tx, circleId, { requestedBy: userId })
  const cancelled = await cancelPending(tx, circleId).where('invitedBy', '=', userId).execute()
  return cancelled.length > 0
}
