import { findHindrance, hindrances } from '@kinkeep/contracts/hindrances'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { CircleScope } from './access.ts'
import { lockRoles } from './lock-roles.ts'
import { deleteMembership } from './sql.ts'

/**
 * The caller goes; what they kept stays, and so do the invitations of others. Throws CANNOT_REMOVE_OWNER for one
 * who was made the owner meanwhile, and NotFound for one who was removed.
 */
export async function leaveCircle(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'member.leave'>,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const { circleId, userId } = scope
    const role = (await lockRoles(tx, circleId, [userId])).get(userId)
    if (!role) throw notFound()
    const hindrance = findHindrance(role, 'member.leave')
    if (hindrance) throw new DomainError(hindrances[hindrance])
    const cancelled = await deleteMembership(tx, circleId, userId)
    await recordActivity(tx, circleId, scope, { kind: 'member.left' })
    await audit(tx, scope.actor, { action: 'member.left', circleId, subjectId: userId })
    await publish(tx, circleId, { type: 'member.removed', userId })
    if (cancelled) await publish(tx, circleId, { type: 'invitation.changed' })
  })
}
