import type { MemberView, SetMemberRole } from '@kinkeep/contracts/circles'
import { findMemberHindrance, findRoleHindrances, hindrances } from '@kinkeep/contracts/hindrances'
import { can } from '@kinkeep/contracts/roles'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { revokeShareLinksOf } from '../share-links/revoke-share-links-of.ts'
import { revokeUpgradesOf } from '../upgrades/revoke-upgrades-of.ts'
import type { CircleScope } from './access.ts'
import { lockRoles } from './lock-roles.ts'
import { toMemberView } from './rules.ts'
import { cancelPending, selectMembers } from './sql.ts'

/**
 * Gives a member another role, both below the caller's own. Who may invite no longer has their open invitations
 * withdrawn: one to another address of theirs would undo this; what they may not share any more, nobody looks at any more. Throws NotFound, and ROLE_TOO_LOW.
 */
export async function setMemberRole(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'member.setRole'>,
  { userId, role }: SetMemberRole,
): Promise<MemberView> {
  return deps.transaction(async (tx) => {
    const { circleId } = scope
    const roles = await lockRoles(tx, circleId, [scope.userId, userId])
    const actor = roles.get(scope.userId)
    const current = roles.get(userId)
    if (!actor || !current) throw notFound()
    const isSelf = userId === scope.userId
    const hindrance =
      findMemberHindrance('member.setRole', actor, { role: current, isSelf }) ??
      findRoleHindrances(actor).find((given) => given.role === role)?.hindrance
    if (hindrance) throw new DomainError(hindrances[hindrance])

    if (role !== current) {
      await tx
        .updateTable('memberships')
        .set({ role })
        .where('circleId', '=', circleId)
        .where('userId', '=', userId)
        .execute()
      const cancelled = can(role, 'invitation.send')
        ? []
        : await cancelPending(tx, circleId).where('invitedBy', '=', userId).execute()
      if (!can(role, 'upgrade.request')) await revokeUpgradesOf(tx, circleId, { requestedBy: userId })
      await revokeShareLinksOf(tx, circleId, userId, role)
      await recordActivity(tx, circleId, scope, { kind: 'member.roleSet', otherUserId: userId, role })
      await audit(tx, scope.actor, { action: 'member.roleSet', circleId, subjectId: userId })
      await publish(tx, circleId, { type: 'member.changed', userId })
      if (cancelled.length > 0) await publish(tx, circleId, { type: 'invitation.changed' })
    }
    const row = await selectMembers(tx, circleId)
      .where('memberships.userId', '=', userId)
      .executeTakeFirstOrThrow()
    return toMemberView(row)
  })
}
