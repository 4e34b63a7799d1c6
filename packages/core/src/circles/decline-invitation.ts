import type { WhichInvitation } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { assertOpen } from './invitation-rules.ts'
import { lockInvitation } from './lock-invitation.ts'

/**
 * Says no to an invitation; one that was mailed cannot be accepted afterwards. A link stays as it is: it is for
 * whoever else holds it, too. Throws what `lockInvitation` throws, and how the invitation ended.
 */
export async function declineInvitation(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  which: WhichInvitation,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const invitation = await lockInvitation(tx, scope, which)
    assertOpen(invitation, tx.effects.clock)
    if (invitation.kind === 'link') return
    const { id, circleId } = invitation
    await tx
      .updateTable('invitations')
      .set({ status: 'declined', respondedAt: tx.effects.clock.now() })
      .where('circleId', '=', circleId)
      .where('id', '=', id)
      .execute()
    await audit(tx, scope.actor, { action: 'invitation.declined', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'invitation.changed' })
  })
}
