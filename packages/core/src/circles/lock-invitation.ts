import type { WhichInvitation } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { assertOpen } from './rules.ts'
import { selectInvitationIdByToken } from './sql.ts'

/**
 * Locks an invitation that the caller may answer: it must be open, and sent to the caller's own proven
 * address. Throws LINK_INVALID or NotFound, INVITATION_FOR_OTHER_ADDRESS, and what `assertOpen` throws.
 */
export async function lockInvitation(tx: Tx, scope: UserScope, which: WhichInvitation) {
  const wanted = 'token' in which ? selectInvitationIdByToken(tx, which.token) : which.invitationId
  // The circle before its invitation, as an inviter locks them, so that neither can wait for the other.
  const circleOf = tx.selectFrom('invitations').select('circleId').where('id', '=', wanted)
  const circle = await tx
    .selectFrom('circles')
    .select('deletionDueAt')
    .where('id', '=', circleOf)
    .forNoKeyUpdate()
    .executeTakeFirst()

  const invitation = await tx
    .selectFrom('invitations')
    .select(['id', 'circleId', 'email', 'role', 'status', 'expiresAt'])
    .where('id', '=', wanted)
    .forUpdate()
    .executeTakeFirst()
  if (!invitation || !circle || circle.deletionDueAt)
    throw 'token' in which ? new DomainError('LINK_INVALID') : notFound()

  if (invitation.email !== scope.user.email) {
    // Holding the link, one may hear that it is for somebody else; guessing an id, one learns nothing.
    throw 'token' in which ? new DomainError('INVITATION_FOR_OTHER_ADDRESS') : notFound()
  }
  assertOpen(invitation, tx.effects.clock)
  return invitation
}
