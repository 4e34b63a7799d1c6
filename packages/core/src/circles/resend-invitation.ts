import type { InvitationView, ResendInvitation } from '@kinkeep/contracts/circles'
import { outranks } from '@kinkeep/contracts/roles'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import type { CircleScope } from './access.ts'
import { assertMayInvite } from './assert-may-invite.ts'
import {
  assertUnanswered,
  invitationMails,
  invitationMailsToOne,
  mailedExpiry,
  toInvitationView,
} from './invitation-rules.ts'
import { selectInvitations } from './invitation-sql.ts'
import { sendInvitationMail } from './jobs.ts'

/**
 * Mails an invitation once more, now in the caller's name, and gives it its full time again, also when that is over.
 * Throws NotFound for a link and for what is not there, how it was answered, and what `sendInvitation` throws.
 */
export async function resendInvitation(
  deps: Pick<Deps, 'db' | 'transaction' | 'limits'>,
  scope: CircleScope<'invitation.send'>,
  { invitationId }: ResendInvitation,
): Promise<InvitationView> {
  const { circleId, userId } = scope
  const found = await readMailed(deps.db, circleId, invitationId).executeTakeFirst()
  if (!found) throw notFound()
  if (!outranks(scope.role, found.role)) throw new DomainError('ROLE_TOO_LOW')
  await deps.limits.take(
    { key: `invite:${userId}:${found.email}`, limit: invitationMailsToOne },
    { key: `invite:${userId}`, limit: invitationMails },
  )

  return deps.transaction(async (tx) => {
    await assertMayInvite(tx, scope, found)
    const invitation = await readMailed(tx, circleId, invitationId).forUpdate().executeTakeFirst()
    if (!invitation) throw notFound()
    assertUnanswered(invitation)
    const { clock } = tx.effects
    await tx
      .updateTable('invitations')
      .set({ invitedBy: userId, expiresAt: mailedExpiry(clock) })
      .where('circleId', '=', circleId)
      .where('id', '=', invitationId)
      .execute()
    await enqueue(tx, sendInvitationMail, { invitationId })
    await audit(tx, scope.actor, { action: 'invitation.resent', circleId, subjectId: invitationId })
    const row = await selectInvitations(tx)
      .where('invitations.id', '=', invitationId)
      .executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'invitation.changed' })
    return toInvitationView(row, clock)
  })
}

function readMailed(db: Deps['db'] | Tx, circleId: string, id: string) {
  return db
    .selectFrom('invitations')
    .select(['email', 'role', 'status'])
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .where('kind', '=', 'email')
}
