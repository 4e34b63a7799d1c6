import type { CreateInvitationLink, InvitationView } from '@kinkeep/contracts/circles'
import { outranks } from '@kinkeep/contracts/roles'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { CircleScope } from './access.ts'
import { assertMayInvite } from './assert-may-invite.ts'
import { invitationLinks, toInvitationView } from './invitation-rules.ts'
import { selectInvitations } from './invitation-sql.ts'

/**
 * Makes a link by which up to `maxUses` people join, for `days` days. Only its token's hash is kept: the answer is
 * the one place where the token is. Throws ROLE_TOO_LOW, TOO_MANY_INVITATIONS, TOO_MANY_REQUESTS, and NotFound for
 * somebody who was removed.
 */
export async function createInvitationLink(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: CircleScope<'invitation.send'>,
  { role, maxUses, days }: CreateInvitationLink,
): Promise<{ token: string; invitation: InvitationView }> {
  if (!outranks(scope.role, role)) throw new DomainError('ROLE_TOO_LOW')
  await deps.limits.take({ key: `invite-link:${scope.userId}`, limit: invitationLinks })
  const { circleId, userId } = scope
  const id = deps.random.id()
  const token = deps.random.token()

  const invitation = await deps.transaction(async (tx) => {
    await assertMayInvite(tx, scope, { role, email: null })
    const { clock } = tx.effects
    const createdAt = clock.now()
    const expiresAt = addSeconds(createdAt, days * secondsPerDay)
    await tx
      .insertInto('invitations')
      .values({
        ...{ id, circleId, kind: 'link', role, status: 'pending', maxUses, invitedBy: userId },
        ...{ tokenHash: hashToken(token), createdAt, expiresAt },
      })
      .execute()
    await audit(tx, scope.actor, { action: 'invitation.linkMade', circleId, subjectId: id })
    const row = await selectInvitations(tx).where('invitations.id', '=', id).executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'invitation.changed' })
    return toInvitationView(row, clock)
  })
  return { token, invitation }
}
