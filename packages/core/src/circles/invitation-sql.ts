import type { Database, Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'

/** Invitations with their circle's and inviter's names. A deleted circle invites nobody. */
export function selectInvitations(db: Database | Tx) {
  return db
    .selectFrom('invitations')
    .innerJoin('circles', 'circles.id', 'invitations.circleId')
    .leftJoin('users', 'users.id', 'invitations.invitedBy')
    .where('circles.deletionDueAt', 'is', null)
    .select([
      'invitations.id',
      'invitations.circleId',
      'invitations.kind',
      'invitations.email',
      'invitations.maxUses',
      'invitations.useCount',
      'invitations.role',
      'invitations.status',
      'invitations.createdAt',
      'invitations.expiresAt',
      'invitations.respondedAt',
      'circles.name as circleName',
      'users.name as inviterName',
    ])
}

/** The id of the invitation that a token belongs to: one that a mail brought, or that of a link. */
export function selectInvitationIdByToken(db: Database | Tx, token: string) {
  const tokenHash = hashToken(token)
  return db
    .selectFrom('emailTokens')
    .where('tokenHash', '=', tokenHash)
    .where('purpose', '=', 'invitation')
    .select('invitationId as id')
    .unionAll(db.selectFrom('invitations').where('tokenHash', '=', tokenHash).select('id'))
}

/** What a circle may have only so many of: invitations that can still be answered, but for one that is sent anew. */
export function countOpenInvitations(tx: Tx, circleId: string, email: string | null) {
  return tx
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('circleId', '=', circleId)
    .where('status', '=', 'pending')
    .where('expiresAt', '>', tx.effects.clock.now())
    .$if(email !== null, (query) => query.where('email', 'is distinct from', email))
}
