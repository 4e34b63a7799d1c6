import type { Database, Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'

/** Circles with the role of one member: the rows behind every circle view. */
export function selectCircles(db: Database | Tx, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .where('memberships.userId', '=', userId)
    .select([
      'circles.id',
      'circles.name',
      'circles.description',
      'memberships.role',
      'circles.memberCount',
      'circles.keepCount',
      'circles.storedBytes',
      'circles.createdAt',
    ])
}

/** Invitations with their circle's and inviter's names. */
export function selectInvitations(db: Database | Tx) {
  return db
    .selectFrom('invitations')
    .innerJoin('circles', 'circles.id', 'invitations.circleId')
    .leftJoin('users', 'users.id', 'invitations.invitedBy')
    .select([
      'invitations.id',
      'invitations.circleId',
      'invitations.email',
      'invitations.role',
      'invitations.status',
      'invitations.createdAt',
      'invitations.expiresAt',
      'circles.name as circleName',
      'users.name as inviterName',
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

/** The id of the invitation that a mailed token belongs to. */
export function selectInvitationIdByToken(db: Database | Tx, token: string) {
  return db
    .selectFrom('emailTokens')
    .where('tokenHash', '=', hashToken(token))
    .where('purpose', '=', 'invitation')
    .select('invitationId')
}
