import type { CancelInvitation } from '@kinkeep/contracts/circles'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { CircleScope } from './access.ts'
import { assertStillMay } from './assert-still-may.ts'
import { cancelPending } from './sql.ts'

/**
 * Withdraws a pending invitation or link. Throws NotFound when there is none, or it was answered meanwhile; and
 * ROLE_TOO_LOW or NotFound for somebody who is no admin any more.
 */
export async function cancelInvitation(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'invitation.cancel'>,
  input: CancelInvitation,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    // The circle before its invitation, as whoever accepts locks them.
    await assertStillMay(tx, scope)
    const cancelled = await cancelPending(tx, circleId)
      .where('id', '=', input.invitationId)
      .executeTakeFirst()
    if (!cancelled) throw notFound()
    await audit(tx, scope.actor, { action: 'invitation.cancelled', circleId, subjectId: cancelled.id })
    await publish(tx, circleId, { type: 'invitation.changed' })
  })
}
