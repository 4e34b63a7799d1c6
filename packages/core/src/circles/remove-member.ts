import type { RemoveMember } from '@kinkeep/contracts/circles'
import { findMemberHindrance, hindrances } from '@kinkeep/contracts/hindrances'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { revokeUpgradesOf } from '../upgrades/revoke-upgrades-of.ts'
import type { CircleScope } from './access.ts'
import { lockRoles } from './lock-roles.ts'
import { cancelPending, deleteMembership } from './sql.ts'

/**
 * Takes a member out of the circle; their open streams end with the event, and so do the invitations they sent:
 * one to another address of theirs would be a way back in. All open links end with it, whoever made them, and what
 * still waits for their own address. What they kept stays.
 * Throws NotFound, CANNOT_REMOVE_OWNER, and ROLE_TOO_LOW for one of the caller's own rank or above.
 */
export async function removeMember(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'member.remove'>,
  input: RemoveMember,
): Promise<void> {
  await deps.transaction(async (tx) => {
    // Read again under the lock: two admins who remove each other must not both succeed.
    const roles = await lockRoles(tx, scope.circleId, [scope.userId, input.userId])
    const actor = roles.get(scope.userId)
    const target = roles.get(input.userId)
    if (!actor || !target) throw notFound()
    const isSelf = input.userId === scope.userId
    const hindrance = findMemberHindrance('member.remove', actor, { role: target, isSelf })
    if (hindrance) throw new DomainError(hindrances[hindrance])

    const ended = await deleteMembership(tx, scope.circleId, input.userId)
    const waysBack = await endWaysBack(tx, scope.circleId, input.userId)
    await recordActivity(tx, scope.circleId, scope, { kind: 'member.removed', otherUserId: input.userId })
    await audit(tx, scope.actor, {
      action: 'member.removed',
      circleId: scope.circleId,
      subjectId: input.userId,
    })
    await publish(tx, scope.circleId, { type: 'member.removed', userId: input.userId })
    if (ended || waysBack) await publish(tx, scope.circleId, { type: 'invitation.changed' })
  })
}

/**
 * Ends what would let somebody in again whom nobody asked anew: every link, for whoever was in may hold it, and an
 * account to come back with costs nothing; and letters and offers to their address that were sent before. Answers
 * whether there were any invitations.
 */
async function endWaysBack(tx: Tx, circleId: string, userId: string): Promise<boolean> {
  const { email } = await tx
    .selectFrom('users')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const cancelled = await cancelPending(tx, circleId)
    .where((invitation) => invitation.or([invitation('kind', '=', 'link'), invitation('email', '=', email)]))
    .execute()
  await revokeUpgradesOf(tx, circleId, { email })
  return cancelled.length > 0
}
