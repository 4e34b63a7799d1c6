import type { WhichInvitation } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { selectInvitationIdByToken } from './invitation-sql.ts'

/**
 * Locks an invitation that is for the caller: sent to their own proven address, or a link that they hold. Whether
 * it can still be answered is the next question. Throws LINK_INVALID or NotFound, and INVITATION_FOR_OTHER_ADDRESS.
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
    .select(['id', 'circleId', 'kind', 'email', 'role', 'status', 'expiresAt', 'maxUses', 'useCount'])
    .where('id', '=', wanted)
    .forUpdate()
    .executeTakeFirst()
  if (!invitation || !circle || circle.deletionDueAt)
    throw 'token' in which ? new DomainError('LINK_INVALID') : notFound()

  const isTheirs = invitation.kind === 'link' ? 'token' in which : invitation.email === scope.user.email
  if (!isTheirs) {
    // Holding the link, one may hear that it is for somebody else; guessing an id, one learns nothing.
    throw 'token' in which ? new DomainError('INVITATION_FOR_OTHER_ADDRESS') : notFound()
  }
  return invitation
}
