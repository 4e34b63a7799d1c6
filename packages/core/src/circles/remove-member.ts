import type { RemoveMember } from '@kinkeep/contracts/circles'
import { outranks } from '@kinkeep/contracts/roles'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { CircleScope } from './access.ts'
import { cancelPending } from './sql.ts'

/**
 * Takes a member out of the circle; their open streams end with the event, and so do the invitations they sent:
 * one to another address of theirs would be a way back in. What they kept stays.
 * Throws NotFound, CANNOT_REMOVE_OWNER, and ROLE_TOO_LOW for one of the caller's own rank or above.
 */
export async function removeMember(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'member.remove'>,
  input: RemoveMember,
): Promise<void> {
  await deps.transaction(async (tx) => {
    // The circle first, as those lock it who invite or answer an invitation.
    await tx.selectFrom('circles').select('id').where('id', '=', scope.circleId).forNoKeyUpdate().execute()
    const members = await tx
      .selectFrom('memberships')
      .select(['userId', 'role'])
      .where('circleId', '=', scope.circleId)
      .where('userId', 'in', [scope.userId, input.userId])
      .orderBy('userId')
      .forUpdate()
      .execute()
    // Read again under the lock: two admins who remove each other must not both succeed.
    const actor = members.find((member) => member.userId === scope.userId)
    const target = members.find((member) => member.userId === input.userId)
    if (!actor || !target) throw notFound()
    if (target.role === 'owner') throw new DomainError('CANNOT_REMOVE_OWNER')
    if (!outranks(actor.role, target.role)) throw new DomainError('ROLE_TOO_LOW')

    await tx
      .deleteFrom('memberships')
      .where('circleId', '=', scope.circleId)
      .where('userId', '=', input.userId)
      .execute()
    await tx
      .updateTable('circles')
      .set((set) => ({ memberCount: set('memberCount', '-', 1) }))
      .where('id', '=', scope.circleId)
      .execute()
    const cancelled = await cancelPending(tx, scope.circleId).where('invitedBy', '=', input.userId).execute()
    await audit(tx, scope.actor, {
      action: 'member.removed',
      circleId: scope.circleId,
      subjectId: input.userId,
    })
    await publish(tx, scope.circleId, { type: 'member.removed', userId: input.userId })
    if (cancelled.length > 0) await publish(tx, scope.circleId, { type: 'invitation.changed' })
  })
}
