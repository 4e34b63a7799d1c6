import type { WhichInvitation } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { lockInvitation } from './lock-invitation.ts'

/** Says no to an invitation; it cannot be accepted afterwards. Throws what `lockInvitation` throws. */
export async function declineInvitation(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  which: WhichInvitation,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const { id, circleId } = await lockInvitation(tx, scope, which)
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
