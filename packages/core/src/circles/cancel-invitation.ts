import type { CancelInvitation } from '@kinkeep/contracts/circles'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { CircleScope } from './access.ts'
import { cancelPending } from './sql.ts'

/** Withdraws a pending invitation. Throws NotFound when there is none, or it was answered meanwhile. */
export async function cancelInvitation(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'invitation.cancel'>,
  input: CancelInvitation,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const cancelled = await cancelPending(tx, scope.circleId)
      .where('id', '=', input.invitationId)
      .executeTakeFirst()
    if (!cancelled) throw notFound()
    await audit(tx, scope.actor, {
      action: 'invitation.cancelled',
      circleId: scope.circleId,
      subjectId: cancelled.id,
    })
    await publish(tx, scope.circleId, { type: 'invitation.changed' })
  })
}
