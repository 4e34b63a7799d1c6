import type { InvitationView, SendInvitation } from '@kinkeep/contracts/circles'
import { outranks } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import type { CircleScope } from './access.ts'
import { assertMayInvite } from './assert-may-invite.ts'
import { invitationMails, invitationMailsToOne, mailedExpiry, toInvitationView } from './invitation-rules.ts'
import { selectInvitations } from './invitation-sql.ts'
import { sendInvitationMail } from './jobs.ts'

/**
 * Invites an address by mail. One that is invited already gets a fresh mail and the new role. Nobody invites
 * above or beside themselves, but for the owner. Throws ALREADY_MEMBER, ROLE_TOO_LOW, TOO_MANY_INVITATIONS,
 * TOO_MANY_REQUESTS.
 */
export async function sendInvitation(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: CircleScope<'invitation.send'>,
  input: SendInvitation,
): Promise<InvitationView> {
  if (!outranks(scope.role, input.role)) throw new DomainError('ROLE_TOO_LOW')
  await deps.limits.take(
    { key: `invite:${scope.userId}:${input.email}`, limit: invitationMailsToOne },
    { key: `invite:${scope.userId}`, limit: invitationMails },
  )

  return deps.transaction(async (tx) => {
    await assertMayInvite(tx, scope, input)
    const { clock } = tx.effects
    const fresh = { role: input.role, invitedBy: scope.userId, expiresAt: mailedExpiry(clock) }
    const { id } = await tx
      .insertInto('invitations')
      .values({
        ...fresh,
        id: deps.random.id(),
        circleId: scope.circleId,
        kind: 'email',
        email: input.email,
        status: 'pending',
        createdAt: clock.now(),
      })
      .onConflict((conflict) =>
        // Written out: as a parameter it would hide the partial index from a prepared statement's generic plan.
        conflict.columns(['circleId', 'email']).where('status', '=', sql.lit('pending')).doUpdateSet(fresh),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await enqueue(tx, sendInvitationMail, { invitationId: id })
    await audit(tx, scope.actor, { action: 'invitation.sent', circleId: scope.circleId, subjectId: id })
    const row = await selectInvitations(tx).where('invitations.id', '=', id).executeTakeFirstOrThrow()
    await publish(tx, scope.circleId, { type: 'invitation.changed' })
    return toInvitationView(row, clock)
  })
}
