import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'

/** Circles a user owns, with how many are in them. */
export function selectOwnedCircles(db: Database | Tx, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .where('memberships.userId', '=', userId)
    .where('memberships.role', '=', 'owner')
    .where('circles.deletionDueAt', 'is', null)
    .select(['circles.id', 'circles.name', 'circles.memberCount', 'circles.keepCount'])
    .orderBy('circles.id')
}

/** Whether nobody else could run this Kinkeep: an admin, and no other that stays. */
export function isLastAdmin(db: Database | Tx, userId: string) {
  return db
    .selectFrom('users')
    .select(
      sql<boolean>`role = 'admin' and not exists (
        select from users others where others.role = 'admin' and others.id <> users.id
          and others.deactivated_at is null and others.deletion_due_at is null
      )`.as('isLast'),
    )
    .where('id', '=', userId)
}
